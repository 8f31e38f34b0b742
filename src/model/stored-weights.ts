/* The tensors of a file against those that a network has: the same names, the same shapes, finite numbers. */
import { damaged, type TensorEntry, type TensorFile } from "../files";
import { EspalierError } from "../errors";
import type { HostWeights } from "./model";

type Shapes = ReadonlyMap<string, readonly number[]>;

/**
 * Refuses a file that has other tensors than these, before any is read.
 *
 * @param wanted names and shapes: exactly these
 * @throws EspalierError naming a tensor that is missing, that nothing needs, or that has another shape
 */
export function checkTensors(
  entries: readonly Pick<TensorEntry, "name" | "dtype" | "shape">[],
  wanted: Shapes,
  where: string,
): void {
  const found = new Map(entries.map((entry) => [entry.name, entry]));
  for (const [name, shape] of wanted) {
    const entry = found.get(name);
    if (!entry) throw damaged(`it lacks the tensor ${name}`, where);
    if (entry.dtype !== "F32") throw damaged(`its tensor ${name} holds whole numbers`, where);
    if (entry.shape.length !== shape.length || entry.shape.some((length, axis) => length !== shape[axis])) {
      const shapes = `[${entry.shape.join(", ")}], not [${shape.join(", ")}]`;
      throw damaged(`its tensor ${name} has the shape ${shapes}`, where);
    }
  }
  const extra = entries.find(({ name }) => !wanted.has(name));
  if (extra) throw damaged(`the network has no tensor ${extra.name}`, where);
}

/** The weights among the tensors of a file that `checkTensors` found correct: those whose names begin with `prefix`. */
export function readWeights(file: TensorFile, prefix: string, where: string): HostWeights {
  const weights = new Map<string, { readonly shape: readonly number[]; readonly data: Float32Array }>();
  for (const entry of file.entries) {
    if (!entry.name.startsWith(prefix)) continue;
    const { shape, data } = file.read(entry);
    weights.set(entry.name.slice(prefix.length), { shape, data: data as Float32Array });
  }
  checkFinite(weights, where);
  return weights;
}

/** A weight that is no number makes every answer none: it is neither saved nor opened. */
export function checkFinite(weights: HostWeights, where: string): void {
  for (const [path, { data }] of weights) {
    const place = data.findIndex((value) => !Number.isFinite(value));
    if (place < 0) continue;
    throw new EspalierError(`the weight ${path} is ${data[place]!} at place ${place}`, {
      where,
      hint: "only finite weights are saved and opened",
    });
  }
}
