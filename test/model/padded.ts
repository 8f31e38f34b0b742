/* Sequences of different lengths in one batch, beside the same network without padding over each of them alone. */
import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { randomStream, type RandomStream } from "../../src/backend/random";
import { fromArrays } from "../../src/data";
import type { Dataset } from "../../src/data/dataset";
import { Model, understandGraph } from "../../src/model";
import type { GraphSpec, InputSpec } from "../../src/spec/language";
import { train } from "../../src/train";

const STEPS = 6;

/** Nodes over `x`, a sequence of whatever length, that end in a head `y` of three classes; with a tag `kind`. */
export type Network = GraphSpec["nodes"];

export const head = { type: "head", target: "y" } as const;

export const specOver = (nodes: Network, steps: number, input: Partial<InputSpec>): GraphSpec => ({
  tags: { kind: ["a", "b"] },
  inputs: { x: { shape: [steps, 2], ...input } },
  targets: { y: { classes: 3 } },
  nodes,
  training: { epochs: 1, batchSize: 16, optimizer: { type: "sgd", learningRate: 0.5 } },
});

export function modelOf(text: GraphSpec, from?: Model): Model {
  const { graph, problems } = understandGraph(text);
  expect(problems).toEqual([]);
  const model = Model.build(graph, { seed: 7 });
  if (from) model.setHostWeights(from.hostWeights());
  return model;
}

type Sequence = readonly (readonly number[])[];

interface Samples {
  readonly xs: readonly Sequence[];
  readonly ys: readonly number[];
  readonly kinds: readonly number[];
}

/** The shortest, the longest, and some between. */
function samplesOf(random: RandomStream): Samples {
  const lengths = [STEPS, 1, ...Array.from({ length: 4 }, () => 1 + random.below(STEPS))];
  const value = () => 2 * random.next() - 1;
  return {
    xs: lengths.map((length) => Array.from({ length }, () => [value(), value()])),
    ys: lengths.map(() => random.below(3)),
    kinds: lengths.map((_, i) => i % 2),
  };
}

const together = ({ xs, ys, kinds }: Samples): Dataset =>
  fromArrays({ inputs: { x: xs }, ragged: ["x"], labels: { y: ys }, tags: { kind: kinds } });

const alone = ({ xs, ys, kinds }: Samples, i: number): Dataset =>
  fromArrays({ inputs: { x: [xs[i]!] }, labels: { y: [ys[i]!] }, tags: { kind: [kinds[i]!] } });

/** A padded batch says of each sequence what the network says of it alone, whatever stands at the padding. */
export function expectSameAnswers(nodes: Network, seed: number, value: number): void {
  const samples = samplesOf(randomStream(seed, "padded"));
  const model = modelOf(specOver(nodes, STEPS, { pad: { value } }));
  const { values, width } = model.predict(together(samples)).heads["y"]!;
  samples.xs.forEach((x, i) => {
    const single = modelOf(specOver(nodes, x.length, {}), model);
    const expected = single.predict(alone(samples, i)).heads["y"]!.values;
    expected.forEach((p, j) => expect(values[width * i + j], `sequence ${i}`).toBeCloseTo(p, 5));
    single.dispose();
  });
  model.dispose();
}

/** A step on a padded batch is the mean of the steps on each sequence alone; it leaves no tensor behind. */
export async function expectSameStep(nodes: Network, seed: number): Promise<void> {
  const samples = samplesOf(randomStream(seed, "padded"));
  const model = modelOf(specOver(nodes, STEPS, { pad: true }));
  const start = model.hostWeights();
  const moved = new Map([...start].map(([path, { data }]) => [path, new Float64Array(data.length)]));
  for (const [i, x] of samples.xs.entries()) {
    const single = modelOf(specOver(nodes, x.length, {}), model);
    await train(single, alone(samples, i));
    for (const [path, { data }] of single.hostWeights())
      data.forEach(
        (weight, j) => (moved.get(path)![j]! += (weight - start.get(path)!.data[j]!) / samples.xs.length),
      );
    single.dispose();
  }
  const before = tf.memory().numTensors;
  await train(model, together(samples));
  expect(tf.memory().numTensors).toBe(before);
  for (const [path, { data }] of model.hostWeights())
    data.forEach((weight, j) =>
      expect(weight - start.get(path)!.data[j]!, `${path}[${j}]`).toBeCloseTo(moved.get(path)![j]!, 5),
    );
  model.dispose();
}
