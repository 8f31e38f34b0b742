import { columnStatistics, describeDifference, differenceOf, isConstant } from "../data/column-statistics";
import type { Dataset, InputColumn } from "../data/dataset";
import type { Graph, Input, Target } from "../graph/ir";
import { list } from "../text/wording";
import type { Notice } from "../notice";
import { bindData } from "./bind-data";
import { inputRows } from "./input-rows";

/** How many columns a notice names before it only counts the rest. */
const NAMED = 10;

/**
 * What a network would not learn from these samples and nobody would notice: asked for before training starts.
 *
 * @param samples numbers of the samples that train
 */
export function inspectData(graph: Graph, given: Dataset, samples: Int32Array): readonly Notice[] {
  const data = bindData(graph, given);
  return [
    ...classesWithoutSamples(graph, data, samples),
    ...graph.inputs.flatMap((input) => inspectColumns(input, data, samples)),
  ];
}

function classesWithoutSamples(graph: Graph, data: Dataset, samples: Int32Array): Notice[] {
  const notices: Notice[] = [];
  for (const [name, target] of graph.targets) {
    const labels = data.labels[name];
    const never = neverSeen(target, labels, samples);
    if (never.length === 0) continue;
    notices.push({
      code: "classWithoutSamples",
      where: name,
      message: `no training sample has the label ${list(never, "or")}`,
      hint: `a network cannot learn what it never sees: add samples, or take the ${target.kind === "labels" ? "label" : "class"} out`,
    });
  }
  return notices;
}

/** The classes or labels of a target that none of the samples has. */
function neverSeen(
  target: Target,
  labels: Int32Array | Float32Array | undefined,
  samples: Int32Array,
): readonly string[] {
  if (target.kind === "classes" && labels instanceof Int32Array) {
    const seen = new Set(
      samples.length === labels.length ? labels : samples.map((sample) => labels[sample]!),
    );
    return target.classes.filter((_, number) => !seen.has(number));
  }
  if (target.kind !== "labels" || !(labels instanceof Float32Array)) return [];
  const width = target.labels.length;
  return target.labels.filter(
    (_, number) => !samples.some((sample) => labels[sample * width + number] === 1),
  );
}

/**
 * Of a table's columns: those that never change, and scales so different that a network hardly learns from the narrow
 * ones, unless the author said what is to be done about scales. Pixels are no columns: a corner may well be black in every image.
 * Nor are the steps of a sequence.
 */
function inspectColumns(input: Input, data: Dataset, samples: Int32Array): Notice[] {
  const column = data.inputs[input.name];
  if (input.dtype !== "float32" || input.shape.length !== 1 || input.pad || !column) return [];
  const statistics = columnStatistics(column, inputRows(data, input, samples));
  const constant = [...statistics.keys()].filter((number) => isConstant(statistics[number]!));
  const notices: Notice[] = [];
  const nameOf = (number: number): string => column.columns?.[number] ?? String(number);
  if (constant.length > 0) notices.push(constantFeature(input.name, constant, column));
  const difference = input.scale === undefined ? differenceOf(statistics) : undefined;
  if (difference) {
    const seen = describeDifference(difference, statistics, (number) => `column ${nameOf(number)}`);
    notices.push({
      code: "differentScales",
      where: input.name,
      message: `the columns are on very different scales (${seen}) and go in as they are`,
      hint: 'write "scale": "standard" for this input, or "none" if it is meant',
    });
  }
  return notices;
}

function constantFeature(
  where: string,
  constant: readonly number[],
  { columns, shape }: InputColumn,
): Notice {
  const left = constant.length - NAMED;
  const shown = constant.slice(0, NAMED).map((number) => columns?.[number] ?? String(number));
  const names = list([...shown, ...(left > 0 ? [`${left} more`] : [])]);
  const place = columns ? "" : ` of ${shape[0]!} (counted from 0)`;
  const [subject, verb, object] = constant.length === 1 ? ["column", "is", "it"] : ["columns", "are", "them"];
  return {
    code: "constantFeature",
    where,
    message: `${subject} ${names}${place} ${verb} the same for every training sample`,
    hint: `nothing can be learnt from ${object}: check the source, or leave ${object} out`,
  };
}
