import type { Dataset } from "../data/dataset";
import type { Input } from "../graph/ir";

/** The rows of an input that these samples bring into the network: one for each sample that has it and whose tags say so. */
export function inputRows(data: Dataset, { name, when }: Input, samples: Int32Array): Int32Array {
  const { rows } = data.inputs[name]!;
  const conditions = Object.entries(when);
  const having = samples.filter(
    (sample) =>
      (!rows || rows[sample]! >= 0) && conditions.every(([tag, value]) => data.tags[tag]?.[sample] === value),
  );
  return rows ? having.map((sample) => rows[sample]!) : having;
}
