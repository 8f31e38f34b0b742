import type { Kind, Shown } from "../kind";
import { mostPicture } from "../limits";
import { encodePicture, pictureType } from "../media";

/** The bytes of a picture file: PNG, JPEG, GIF, WebP, SVG; also as a Blob. */
export const picture: Kind = {
  name: "picture",
  show(value) {
    if (value instanceof Uint8Array) return fromBytes(value);
    if (value instanceof ArrayBuffer) return fromBytes(new Uint8Array(value));
    if (!(value instanceof Blob) || !value.type.startsWith("image/") || value.size > mostPicture)
      return undefined;
    return value.arrayBuffer().then((bytes) => fromBytes(new Uint8Array(bytes)));
  },
};

function fromBytes(bytes: Uint8Array): Shown | undefined {
  const type = bytes.length <= mostPicture ? pictureType(bytes) : undefined;
  if (type === undefined) return undefined;
  return { data: { [type]: encodePicture(type, bytes), "text/plain": `[${type}, ${bytes.length} bytes]` } };
}
