import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend";
import { indexGraph, type BatchInput, type RowLabels } from "../../../src/program";
import type { Feed, InstructionOf, Op } from "../../../src/program/instruction";
import type { Machine } from "../../../src/program/run/machine";
import { operations } from "../../../src/program/run/operations";
import type { GraphSpec } from "../../../src/spec";
import { graphOf } from "../../graph/compile-spec";

beforeAll(async () => {
  await useBackend();
});

/** A feed that does not ask the plan. */
const feed = <T>(value: T): Feed<T> => ({ name: "given", from: () => value });

/** A machine with these values in its registers, from 0 on. */
function machine(values: tf.Tensor[], more: Partial<Machine> = {}): Machine {
  const no = (what: string) => () => {
    throw new Error(`no ${what} is needed`);
  };
  return {
    value: (register) => values[register]!,
    feed: ({ from }) => from(undefined as never),
    input: no("input"),
    variable: no("variable"),
    update: no("update"),
    penalise: no("penalty"),
    random: no("random draw"),
    ...more,
  };
}

/** What an instruction makes: its shape and its numbers. */
function carryOut<O extends Op>(
  instruction: Omit<InstructionOf<O>, "to"> & { op: O },
  values: number[][][] | tf.Tensor[] = [],
  more: Partial<Machine> = {},
) {
  return tf.tidy(() => {
    const tensors = values.map((value) => (value instanceof tf.Tensor ? value : tf.tensor(value)));
    const operation = operations[instruction.op] as (one: unknown, machine: Machine) => tf.Tensor;
    const result = operation(instruction, machine(tensors, more));
    return { shape: result.shape, dtype: result.dtype, values: [...result.dataSync()] };
  });
}

describe("an input", () => {
  const variable = (path: string) => tf.tensor1d(path === "shift" ? [1, 2] : [2, 4]);
  const read = (given: number[][], scale: readonly [string, string] | undefined) =>
    tf.tidy(() => {
      const tensor = tf.tensor2d(given, [given.length, 2]);
      return carryOut({ op: "input", name: "x", scale }, [], { input: () => ({ tensor }), variable });
    });

  it("is as it comes, or on the network's scale: first shifted, then divided", () => {
    const given = [[3, 2], [1, 10]]; // prettier-ignore
    expect(read(given, undefined).values).toEqual([3, 2, 1, 10]);
    expect(read(given, ["shift", "divisor"]).values).toEqual([1, 0, 0, 2]);
    expect(read([], ["shift", "divisor"])).toMatchObject({ shape: [0, 2], values: [] });
  });

  it("gives a scope the rows of its positions", () => {
    const from = [[[0], [10], [20], [30]]];
    const positions = feed(Int32Array.of(3, 1));
    const all = { input: (): BatchInput => ({ tensor: tf.tensor([0]) }) };
    const { shape, values } = carryOut({ op: "inputRows", name: "x", from: 0, positions }, from, all);
    expect({ shape, values }).toEqual({ shape: [2, 1], values: [30, 10] });
  });

  it("gives a scope the rows of its positions also where only some samples have it", () => {
    // Of five samples only 1, 3 and 4 have the input; the scope holds samples 4 and 1.
    const rows = Int32Array.of(-1, 0, -1, 1, 2);
    const from = [[[10], [30], [40]]];
    const some = { input: (): BatchInput => ({ tensor: tf.tensor([0]), rows }) };
    const of = (...positions: number[]) =>
      carryOut(
        { op: "inputRows", name: "x", from: 0, positions: feed(Int32Array.from(positions)) },
        from,
        some,
      );
    expect(of(4, 1).values).toEqual([40, 10]);
    expect(of(1, 3, 4).values).toEqual([10, 30, 40]);
    expect(of()).toMatchObject({ shape: [0, 1], values: [] });
  });
});

describe("rows of no branch and branches without layers", () => {
  it("a group of one class is that class for as many rows as are asked", () => {
    const certain = (rows: number) => carryOut({ op: "certain", members: [2], classes: 4, rows: feed(rows) });
    expect(certain(2)).toMatchObject({ shape: [2, 4], values: [0, 0, 1, 0, 0, 0, 1, 0] });
    expect(certain(0)).toMatchObject({ shape: [0, 4], values: [] });
  });

  it("are put back in the samples' order, zero where no branch took the row", () => {
    const order = feed(Int32Array.of(2, 3, 0, 1, 4));
    const { shape, values } = carryOut(
      { op: "putBack", parts: [0, 1], order, rest: true, dtype: "float32", shape: [2] },
      [[[1, 2]], [[3, 4], [5, 6]]], // prettier-ignore
    );
    expect(shape).toEqual([5, 2]);
    expect(values).toEqual([5, 6, 0, 0, 1, 2, 3, 4, 0, 0]);
  });

  it("have the type of the others; with no others they are all zeros", () => {
    const part = tf.tensor2d([7], [1, 1], "int32");
    const order = feed(Int32Array.of(1, 0));
    expect(
      carryOut({ op: "putBack", parts: [0], order, rest: true, dtype: "int32", shape: [1] }, [part]),
    ).toEqual({
      shape: [2, 1],
      dtype: "int32",
      values: [0, 7],
    });
    expect(
      carryOut({ op: "putBack", parts: [], order, rest: true, dtype: "float32", shape: [3] }),
    ).toMatchObject({
      shape: [2, 3],
      dtype: "float32",
      values: [0, 0, 0, 0, 0, 0],
    });
    expect(carryOut({ op: "empty", shape: [2, 3], dtype: "int32" })).toEqual({
      shape: [0, 2, 3],
      dtype: "int32",
      values: [],
    });
  });
});

describe("answers of branches", () => {
  it("stand at the classes of their members", () => {
    const { shape, values } = carryOut(
      { op: "spread", from: 0, members: [3, 1], classes: 4 },
      [[[0.25, 0.75], [1, 0]]], // prettier-ignore
    );
    expect(shape).toEqual([2, 4]);
    expect(values).toEqual([0, 0.75, 0, 0.25, 0, 0, 0, 1]);
  });

  it("are refused where they are not one for each member", () => {
    expect(() => carryOut({ op: "spread", from: 0, members: [0, 1, 2], classes: 4 }, [[[1, 0]]])).toThrow(
      "2 outputs for 3 classes",
    );
  });

  it("count by the probability of their own group, and are added", () => {
    const [answer, groups] = [[[1, 2], [3, 4]], [[0.5, 0.25], [0, 1]]]; // prettier-ignore
    expect(carryOut({ op: "weigh", from: 0, by: 1, column: 1 }, [answer, groups]).values).toEqual([
      0.25, 0.5, 3, 4,
    ]);
    expect(carryOut({ op: "sum", parts: [0, 1] }, [answer, groups]).values).toEqual([1.5, 2.25, 3, 5]);
  });

  it("are probabilities, of one logit too", () => {
    const two = carryOut({ op: "probabilities", from: 0 }, [[[Math.log(3), 0]]]).values;
    expect(two[0]).toBeCloseTo(0.75, 6);
    const one = carryOut({ op: "probabilities", from: 0 }, [[[Math.log(3)]]]);
    expect(one.shape).toEqual([1, 2]);
    expect(one.values[0]).toBeCloseTo(0.25, 6);
    expect(one.values[1]).toBeCloseTo(0.75, 6);
  });
});

describe("what a mask takes away", () => {
  const selected = feed(Float32Array.of(1, 0, 0, 1));
  // Of two branches with two classes each; what is not chosen is no number that may be multiplied.
  const parts = [[[1, 2], [Infinity, NaN]], [[-Infinity, NaN], [3, 3]]]; // prettier-ignore

  it("is impossible: what is left are probabilities that add up to 1, infinite as the others may be", () => {
    const members = [[0, 1], [2, 3]]; // prettier-ignore
    const answer = { op: "maskedAnswer", members, classes: 4, selected, parts: [0, 1], node: "" } as const;
    const p = 1 / (1 + Math.E);
    const { values } = carryOut(answer, parts);
    [p, 1 - p, 0, 0, 0, 0, 0.5, 0.5].forEach((one, i) => expect(values[i]).toBeCloseTo(one, 6));
  });

  it("is zero, and has a gradient of zero: 0 times infinity would be no number", () => {
    tf.tidy(() => {
      const kept = (column: number) => (from: tf.Tensor) =>
        operations.keepSelected({ op: "keepSelected", from: 0, to: 1, selected, column }, machine([from]));
      const [first, second] = parts.map((part) => tf.tensor(part)) as [tf.Tensor, tf.Tensor];
      expect([...kept(0)(first).dataSync()]).toEqual([1, 2, 0, 0]);
      expect([...kept(1)(second).dataSync()]).toEqual([0, 0, 3, 3]);
      expect([
        ...tf
          .grad((x) => tf.sum(kept(0)(x)))(first)
          .dataSync(),
      ]).toEqual([1, 1, 0, 0]);
    });
  });
});

describe("the loss of a head", () => {
  const spec: GraphSpec = {
    inputs: { x: { shape: [2] } },
    targets: { kind: { classes: ["a", "b"] }, size: { shape: [2] } },
    nodes: {
      kind: { type: "head", from: "x", target: "kind", loss: "categoricalCrossentropy" },
      size: { type: "head", from: "x", target: "size", loss: "meanSquaredError" },
    },
  };
  const index = indexGraph(graphOf(spec));
  const loss = (
    head: string,
    reduction: "validMean" | "batchMean",
    value: number[][],
    labels: RowLabels,
    batch: number,
  ): number =>
    carryOut(
      {
        op: "loss",
        head: index.head(head),
        reduction,
        from: 0,
        labels: feed(labels),
        batch: feed(batch),
      },
      [value],
    ).values[0]!;
  // Equal logits: ln 2 for each of the two labelled rows.
  const logits = Array.from({ length: 4 }, () => [1, 1]);
  const labels: RowLabels = {
    labels: Int32Array.of(0, 0, 1, 0),
    mask: Float32Array.of(1, 0, 1, 0),
    valid: 2,
  };

  it("is the mean of the labelled rows under validMean, however large the batch", () => {
    for (const batch of [4, 10])
      expect(loss("kind", "validMean", logits, labels, batch)).toBeCloseTo(Math.LN2, 6);
  });

  it("is divided by the whole batch under batchMean, also where the head sees a part of it", () => {
    expect(loss("kind", "batchMean", logits, labels, 4)).toBeCloseTo((2 * Math.LN2) / 4, 6);
    expect(loss("kind", "batchMean", logits, labels, 10)).toBeCloseTo((2 * Math.LN2) / 10, 6);
  });

  it("compares values of the head's shape", () => {
    const values: RowLabels = {
      labels: Float32Array.of(1, 2, 0, 0),
      mask: Float32Array.of(1, 0),
      valid: 1,
    };
    // ((3 - 1)² + (2 - 2)²) / 2, over one labelled row or three samples.
    const given = [[3, 2], [9, 9]]; // prettier-ignore
    expect(loss("size", "validMean", given, values, 3)).toBeCloseTo(2, 6);
    expect(loss("size", "batchMean", given, values, 3)).toBeCloseTo(2 / 3, 6);
  });
});
