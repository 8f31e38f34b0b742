import type { Dataset } from "../../data/dataset";
import { EspalierError } from "../../errors";
import type { Graph, HeadNode, LabelSource } from "../../graph/ir";
import { sizeOf } from "../../shape";

/** A head's labels for every sample of a dataset. */
export type HeadLabels = LabelsOfHead & {
  /** What the loss of each sample is multiplied with; absent: 1. */
  readonly weights?: Float32Array;
};

type LabelsOfHead =
  /** Number of a class of the head, -1 for no label. */
  | { readonly kind: "classes"; readonly labels: Int32Array; readonly present: Uint8Array }
  /** `size * width`: 1, 0, or -1 for one that is not known. Present is a sample of which one is known. */
  | {
      readonly kind: "labels";
      readonly labels: Float32Array;
      readonly width: number;
      readonly present: Uint8Array;
    }
  /** `size * width` values; 0 where `present` is 0. */
  | {
      readonly kind: "values";
      readonly labels: Float32Array;
      readonly width: number;
      readonly present: Uint8Array;
    };

/** The head's labels in `data`, derived through the head's label map; `undefined` where the data has none for it. */
export function headLabels(graph: Graph, head: HeadNode, data: Dataset): HeadLabels | undefined {
  const source = head.labels.find(({ target }) => data.labels[target] !== undefined);
  if (!source) return undefined;
  const weights = data.sampleWeights?.[head.target] ?? data.sampleWeights?.[source.target];
  return { ...labelsFrom(graph, head, source, data), ...(weights && { weights }) };
}

function labelsFrom(graph: Graph, head: HeadNode, source: LabelSource, data: Dataset): LabelsOfHead {
  const given = data.labels[source.target]!;
  if (head.multiLabel) return severalLabels(head.multiLabel.names, source.target, given, data.size);
  if (source.map === undefined) return valueLabels(graph, source.target, given, data.size);
  if (!(given instanceof Int32Array)) {
    throw new EspalierError(`the labels of "${source.target}" are not class numbers`, {
      hint: 'give them as an Int32Array, -1 for no label; where a sample may have several, give the target "labels" in place of "classes"',
    });
  }
  const map = source.map;
  const labels = given.map((label, sample) => {
    if (label === -1) return -1;
    const mapped = map[label];
    if (mapped === undefined) throw labelOutOfRange(source.target, sample, label, map.length);
    return mapped;
  });
  return { kind: "classes", labels, present: Uint8Array.from(labels, (label) => (label >= 0 ? 1 : 0)) };
}

function severalLabels(
  names: readonly string[],
  target: string,
  given: Int32Array | Float32Array,
  size: number,
): LabelsOfHead {
  const width = names.length;
  if (given instanceof Int32Array || given.length !== size * width) {
    throw new EspalierError(
      given instanceof Int32Array
        ? `the labels of "${target}" are class numbers, and a sample may have several of its ${width} labels`
        : `the labels of "${target}" are ${given.length} numbers for ${size} samples`,
      { hint: `give ${width} for each sample: 1, 0, or -1 where it is not known` },
    );
  }
  const present = new Uint8Array(size);
  const labels = given.map((label, i) => {
    if (label === -1 || Number.isNaN(label)) return -1;
    const sample = Math.floor(i / width);
    if (label !== 0 && label !== 1) {
      throw new EspalierError(
        `sample ${sample} has ${label} for the label "${names[i % width]!}" of "${target}"`,
        { hint: "a sample has a label (1) or has not (0); -1 or NaN where it is not known" },
      );
    }
    present[sample] = 1;
    return label;
  });
  return { kind: "labels", labels, width, present };
}

function valueLabels(
  graph: Graph,
  target: string,
  given: Int32Array | Float32Array,
  size: number,
): LabelsOfHead {
  const described = graph.targets.get(target);
  const width = described?.kind === "values" ? sizeOf(described.shape) : 1;
  if (given.length !== size * width) {
    throw new EspalierError(`the labels of "${target}" are ${given.length} numbers for ${size} samples`, {
      hint: `give ${width} for each sample`,
    });
  }
  const present = new Uint8Array(size);
  const labels = new Float32Array(given.length);
  for (let sample = 0; sample < size; sample++) {
    const values = given.subarray(sample * width, (sample + 1) * width);
    if (values.some(Number.isNaN)) continue;
    const infinite = values.find((value) => !Number.isFinite(value));
    if (infinite !== undefined) {
      throw new EspalierError(`sample ${sample} has the label ${infinite} for "${target}"`, {
        hint: "give finite values; NaN stands for no label",
      });
    }
    present[sample] = 1;
    labels.set(values, sample * width);
  }
  return { kind: "values", labels, width, present };
}

function labelOutOfRange(target: string, sample: number, label: number, classes: number): EspalierError {
  return new EspalierError(
    `sample ${sample} has the label ${label} for "${target}", which has ${classes} classes`,
    {
      hint: `labels run from 0 to ${classes - 1}; -1 stands for no label`,
    },
  );
}
