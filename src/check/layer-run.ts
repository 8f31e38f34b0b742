/* A layer on tensors that are drawn: what its checks compare. */
import * as tf from "@tensorflow/tfjs-core";
import { randomStream } from "../backend/random";
import { idsOf, statisticsOf } from "../graph/layers";
import type { LayerNode, Variable } from "../graph/ir";
import { applyLayer } from "../layers";
import { sizeOf } from "../shape";
import { drawn } from "./point";
import { startOf } from "./subject";

/** Values on the host, batch first. */
export interface HostValue {
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32";
  readonly data: Float32Array | Int32Array;
}

/** What came out of a run. */
export interface Ran extends HostValue {
  /** Whether it asked for random numbers. */
  readonly drew: boolean;
}

/** A layer, with inputs for some rows. */
export class LayerRun {
  readonly follows: boolean;
  readonly inputs: readonly HostValue[];

  constructor(
    readonly node: LayerNode,
    readonly variables: readonly Variable[],
    shapes: readonly { readonly shape: readonly number[]; readonly dtype: "float32" | "int32" }[],
    readonly seed: number,
    rows = 4,
  ) {
    this.follows = statisticsOf(node.layer) !== undefined;
    const ids = idsOf(
      node.layer,
      shapes.map(({ shape }) => shape),
    );
    this.inputs = shapes.map(({ shape, dtype }, i) => {
      const values = drawn(rows * sizeOf(shape), seed, "input", i);
      const count = ids?.input === i ? ids.count : 4;
      const data =
        dtype === "float32"
          ? Float32Array.from(values)
          : Int32Array.from(values, (value) => Math.floor(((value + 1) / 2) * count));
      return { shape: [rows, ...shape], dtype, data };
    });
  }

  /** Runs it. @param step which draws of random numbers */
  run(training: boolean, inputs: readonly HostValue[] = this.inputs, step = 1): Ran {
    let drew = false;
    let result: Omit<Ran, "drew"> | undefined;
    tf.tidy(() => {
      const { value } = applyLayer(
        this.node.layer,
        inputs.map(({ shape, dtype, data }) => tf.tensor(data, [...shape], dtype)),
        this.variables.map((variable) => startOf(variable, this.seed)),
        {
          training,
          random: () => {
            drew = true;
            return randomStream(this.seed, "layer", this.node.path, step);
          },
        },
      );
      result = {
        shape: value.shape,
        dtype: value.dtype === "int32" ? "int32" : "float32",
        data: value.dataSync<"float32">().slice(),
      };
    });
    return { ...result!, drew };
  }
}

/** Some rows of a value. */
export function rowsOf({ shape, dtype, data }: HostValue, from: number, to: number): HostValue {
  const width = sizeOf(shape.slice(1));
  return { shape: [to - from, ...shape.slice(1)], dtype, data: data.slice(from * width, to * width) };
}

/** Ways to change the rows after the first; not all of them are one for whole numbers. */
export const otherRows = ["alike", "far up", "far down"] as const;

/**
 * A value with other rows after the first: all like the second, so that their mean and their spread are others; or far up or far
 * down, so that a condition on the batch turns over.
 */
export function withOtherRows(value: HostValue, how: (typeof otherRows)[number]): HostValue {
  const width = sizeOf(value.shape.slice(1));
  const data = value.data.slice();
  const far = how === "far up" ? 10 : -10;
  for (let place = width; place < data.length; place++) {
    if (how === "alike") data[place] = value.data[width + (place % width)]!;
    else if (value.dtype === "float32") data[place] = value.data[place]! + far;
  }
  return { ...value, data };
}

/** The largest difference, relative to the largest value (at least 1); NaN where a value is none. */
export function difference(one: ArrayLike<number>, other: ArrayLike<number>): number {
  if (one.length !== other.length) return Number.NaN;
  let largest = 0;
  let scale = 1;
  for (let i = 0; i < one.length; i++) {
    const apart = Math.abs(one[i]! - other[i]!);
    if (Number.isNaN(apart)) return Number.NaN;
    largest = Math.max(largest, apart);
    scale = Math.max(scale, Math.abs(one[i]!));
  }
  return largest / scale;
}
