import type { Dataset } from "../data/dataset";
import { EspalierError } from "../errors";
import type { Graph, Input } from "../graph/ir";
import { sizeOf } from "../shape";
import { checkIds } from "./check-ids";
import { headLabels } from "../program";

/**
 * Refuses data that does not fit the network, before anything runs.
 *
 * @throws EspalierError naming the input, the target or the sample that does not fit
 */
export function checkData(graph: Graph, data: Dataset): void {
  for (const [tag, values] of Object.entries(graph.tags)) checkTag(data, tag, values);
  for (const input of graph.inputs) checkInput(graph, data, input);
  checkIds(graph, data);
  for (const [name, labels] of Object.entries(data.labels)) {
    const target = graph.targets.get(name);
    if (target?.kind === "classes" && labels instanceof Int32Array && labels.length !== data.size) {
      throw new EspalierError(`${labels.length} labels of "${name}" for ${data.size} samples`, {
        hint: "give one for each sample, -1 where there is none",
      });
    }
  }
  // Deriving every head's labels checks their range.
  for (const head of graph.heads) headLabels(graph, head, data);
}

function checkTag(data: Dataset, tag: string, values: readonly string[]): void {
  const given = data.tags[tag];
  if (given?.length !== data.size) {
    throw new EspalierError(
      given
        ? `${given.length} values of the tag "${tag}" for ${data.size} samples`
        : `the data has no tag "${tag}"`,
      { hint: `say of each sample which of ${values.join(", ")} it is` },
    );
  }
  const wrong = given.findIndex((value) => value < 0 || value >= values.length);
  if (wrong >= 0) {
    throw new EspalierError(`sample ${wrong} has the value ${given[wrong]!} of the tag "${tag}"`, {
      hint: `the values are numbered 0 to ${values.length - 1}: ${values.join(", ")}`,
    });
  }
}

function checkInput(graph: Graph, data: Dataset, input: Input): void {
  const column = data.inputs[input.name];
  if (!column) {
    const has = Object.keys(data.inputs).join(", ") || "none";
    throw new EspalierError(`the data has no input "${input.name}"`, { hint: `its inputs: ${has}` });
  }
  const shape = `[${input.shape.join(", ")}]`;
  if (column.shape.length !== input.shape.length || column.shape.some((n, i) => n !== input.shape[i])) {
    throw new EspalierError(
      `the data's input "${input.name}" has the shape [${column.shape.join(", ")}], the network expects ${shape}`,
      { where: input.pointer, hint: "change the shape in the spec, or the data" },
    );
  }
  const isInteger = column.data instanceof Int32Array;
  if (isInteger !== (input.dtype === "int32")) {
    throw new EspalierError(
      `the data's input "${input.name}" is ${isInteger ? "int32" : "float32"}, not ${input.dtype}`,
      {
        where: input.pointer,
        hint: `give ${input.dtype === "int32" ? "an Int32Array" : "a Float32Array"}, or change the input's dtype`,
      },
    );
  }
  const width = sizeOf(column.shape);
  const bad = isInteger ? -1 : column.data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new EspalierError(
      `row ${Math.floor(bad / width)} of the input "${input.name}" holds ${column.data[bad]!}`,
      {
        hint: "replace or leave out values that are not finite",
      },
    );
  }
  const rows = column.rows;
  if (!rows && column.data.length !== data.size * width) {
    throw new EspalierError(
      `the input "${input.name}" has ${column.data.length / width} rows for ${data.size} samples`,
    );
  }
  for (let sample = 0; rows && sample < data.size; sample++) {
    const needed = Object.entries(input.when).every(([tag, value]) => data.tags[tag]?.[sample] === value);
    const row = rows[sample] ?? -1;
    if (row >= column.data.length / width || (needed && row < 0)) {
      throw new EspalierError(`sample ${sample} has no input "${input.name}"`, {
        hint:
          Object.keys(input.when).length > 0
            ? "its tags say that it should"
            : `every sample of "${graph.name}" needs it`,
      });
    }
  }
}
