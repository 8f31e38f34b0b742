/* Samples that fit a network, drawn. */
import { randomStream } from "../backend/random";
import type { Dataset } from "../data";
import { idsOf } from "../graph/layers";
import type { Graph, Input } from "../graph/ir";
import { sizeOf } from "../shape";

/** Every so many samples, one has no label. */
const unlabelled = 5;

/**
 * Samples of a network: values around 0, ids that its layers know, labels of which some are missing, values of its tags in
 * turn. Inputs that only some samples have are there for these.
 */
export function samplesFor(graph: Graph, size: number, seed: number): Dataset {
  const random = (name: string) => randomStream(seed, "samples", name);
  const tags = Object.fromEntries(
    Object.entries(graph.tags).map(([tag, values]) => [
      tag,
      Int32Array.from({ length: size }, (_, i) => i % values.length),
    ]),
  );
  const has = ({ when }: Input, sample: number): boolean =>
    Object.entries(when).every(([tag, value]) => value === tags[tag]![sample]);
  const inputs = graph.inputs.map((input) => {
    const { name, shape, dtype } = input;
    const stream = random(name);
    let count = 0;
    const rows = Int32Array.from({ length: size }, (_, sample) => (has(input, sample) ? count++ : -1));
    const length = count * sizeOf(shape);
    const below = idsBelow(graph, name);
    const data =
      dtype === "int32"
        ? Int32Array.from({ length }, () => stream.below(below))
        : Float32Array.from({ length }, () => Math.fround(stream.normal()));
    return [name, { shape, data, ...(count < size && { rows }) }] as const;
  });
  const targets = [...graph.targets.values()].flatMap((target): [string, Float32Array | Int32Array][] => {
    const stream = random(target.name);
    const missing = (sample: number) => sample % unlabelled === unlabelled - 1;
    if (target.kind === "values") {
      const width = sizeOf(target.shape);
      const values = Float32Array.from({ length: size * width }, (_, i) =>
        missing(Math.floor(i / width)) ? NaN : Math.fround(stream.normal()),
      );
      return [[target.name, values]];
    }
    if (target.kind === "labels") {
      const width = target.labels.length;
      // Some are there, some are not, and some of those of a sample are not known.
      const values = Float32Array.from({ length: size * width }, (_, i) =>
        missing(Math.floor(i / width)) ? -1 : stream.below(unlabelled) === 0 ? -1 : stream.below(2),
      );
      return [[target.name, values]];
    }
    // Those of coarser classes follow.
    if (target.groups) return [];
    const classes = target.classes.length;
    const values = Int32Array.from({ length: size }, (_, i) => (missing(i) ? -1 : stream.below(classes)));
    return [[target.name, values]];
  });
  return {
    size,
    inputs: Object.fromEntries(inputs),
    labels: Object.fromEntries(targets),
    tags,
    tagValues: graph.tags,
  };
}

/** Ids that every layer over an input knows. */
function idsBelow(graph: Graph, name: string): number {
  const shapeOf = (path: string) =>
    graph.nodes.get(path)?.shape ?? graph.inputs.find((input) => input.name === path)?.shape ?? [];
  const known = [...graph.nodes.values()].flatMap((node) => {
    if (node.kind !== "layer" || !node.inputs.includes(name)) return [];
    const ids = idsOf(node.layer, node.inputs.map(shapeOf));
    return ids && node.inputs[ids.input] === name ? ids.count : [];
  });
  return Math.min(4, ...known);
}
