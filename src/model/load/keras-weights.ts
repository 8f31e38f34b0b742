/* The weight files of a Keras model: float32 values one after another, as the manifest lists them. */
import { realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { EspalierError } from "../../errors";
import { readBytesSync, type StoredTensor } from "../../files";
import { checkLimit } from "../../limits";
import { sizeOf } from "../../shape";
import type { Manifest, StoredWeight } from "./keras-document";

/**
 * The weights by name.
 *
 * @throws EspalierError where a file leads out of the model's folder, or the files do not hold exactly these weights
 */
export function readManifest(manifest: readonly Manifest[], file: string): Map<string, StoredTensor> {
  const tensors = new Map<string, StoredTensor>();
  const folder = realpathSync(dirname(file));
  let all = 0;
  for (const { paths, weights } of manifest) {
    const parts = paths.map((path) => {
      const bytes = readBytesSync(placeIn(folder, path, file), { limit: "modelBytes" });
      all += bytes.length;
      checkLimit("modelBytes", all, `its weight files have ${all.toLocaleString("en")} bytes`, file);
      return bytes;
    });
    const sizes = weights.map((weight) => bytesOf(weight, file));
    const bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    let offset = 0;
    for (const [index, { name, shape }] of weights.entries()) {
      const end = offset + sizes[index]!;
      if (end > bytes.length) {
        throw new EspalierError(`the weight files end before ${name}`, {
          where: file,
          hint: `${paths.join(", ")} may be cut off`,
        });
      }
      if (tensors.has(name)) throw new EspalierError(`it names the weight ${name} twice`, { where: file });
      const data = new Float32Array(Uint8Array.from(bytes.subarray(offset, end)).buffer);
      if (!data.every(Number.isFinite)) {
        throw new EspalierError(`the weight ${name} has values that are not finite`, {
          where: file,
          hint: "only finite weights are loaded",
        });
      }
      tensors.set(name, { shape, data });
      offset = end;
    }
    if (offset < bytes.length) {
      throw new EspalierError(`${bytes.length - offset} bytes of ${paths.join(", ")} belong to no weight`, {
        where: file,
        hint: "the weights may be those of another model",
      });
    }
  }
  return tensors;
}

function bytesOf({ name, shape, dtype, quantization }: StoredWeight, file: string): number {
  if (dtype !== "float32" || quantization !== undefined) {
    throw new EspalierError(`the weight ${name} is ${quantization === undefined ? dtype : "quantised"}`, {
      where: file,
      hint: "save it as float32",
    });
  }
  return 4 * sizeOf(shape);
}

/**
 * A weight file beside its model. A model is somebody else's file: it may not choose what is read from this machine,
 * neither by its paths nor by links.
 */
function placeIn(folder: string, path: string, file: string): string {
  let place: string;
  try {
    place = realpathSync(join(folder, path));
  } catch (cause) {
    throw new EspalierError(`there is no weight file ${path.slice(0, 200)}`, {
      where: file,
      hint: "it belongs beside the model",
      cause,
    });
  }
  if (place.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return place;
  throw new EspalierError(`its weight file ${path.slice(0, 200)} is not in the model's folder`, {
    where: file,
    hint: "copy it beside the model if it belongs there",
  });
}
