import { types } from "node:util";
import type { Kind, Shown } from "../kind";
import { pictureType } from "../media";
import { peek } from "../peek";

interface Canvas {
  readonly getContext?: unknown;
  readonly width?: unknown;
  readonly height?: unknown;
  readonly toBuffer?: (type: string) => unknown;
  readonly toDataURL?: (type?: string) => unknown;
}

/** What canvases of all libraries have: `canvas`, `@napi-rs/canvas`, `skia-canvas` (asynchronous), jsdom's. */
export const canvas: Kind = {
  name: "canvas",
  show(value) {
    const { getContext, toBuffer, toDataURL, width, height } = peek(
      value,
      "getContext",
      "toBuffer",
      "toDataURL",
      "width",
      "height",
    ) as Canvas;
    if (typeof getContext !== "function") return undefined;
    const text = `Canvas ${String(width)} × ${String(height)}`;
    if (typeof toBuffer === "function") {
      const bytes = toBuffer.call(value, "image/png");
      return types.isPromise(bytes) ? bytes.then((later) => fromBytes(later, text)) : fromBytes(bytes, text);
    }
    return typeof toDataURL === "function" ? fromUrl(toDataURL.call(value), text) : undefined;
  },
};

function fromBytes(bytes: unknown, text: string): Shown | undefined {
  if (!(bytes instanceof Uint8Array) || pictureType(bytes) !== "image/png") return undefined;
  return { data: { "image/png": Buffer.from(bytes).toString("base64"), "text/plain": text } };
}

function fromUrl(url: unknown, text: string): Shown | undefined {
  const [, type, base64] = /^data:(image\/[\w.+-]+);base64,(.+)$/s.exec(String(url)) ?? [];
  return type && base64 ? { data: { [type]: base64, "text/plain": text } } : undefined;
}
