import * as tf from "@tensorflow/tfjs-core";
import { sizeOf } from "../../shape";
import { allocate, filled, floats, type KernelCall, type WasmKernel } from "./heap";
import { sumRows } from "./sum-rows";

/** Which axes go, as tfjs writes it: a number, several (possibly negative) or none, which means all. */
function axesOf(x: tf.TensorInfo, attrs: KernelCall["attrs"]): number[] {
  const axes = attrs["axis"] ?? attrs["reductionIndices"]; // The latter with Max alone.
  return tf.util.parseAxisParam(axes as number | number[], x.shape);
}

/** The result's shape, and whether exactly the leading axes go, so that the rest is one row. */
function plan(call: KernelCall) {
  const x = call.inputs["x"] as tf.TensorInfo;
  const axes = new Set(axesOf(x, call.attrs));
  const keep = call.attrs["keepDims"] === true;
  const shape = x.shape.flatMap((length, axis) => (axes.has(axis) ? (keep ? [1] : []) : [length]));
  const leading = [...axes].every((axis) => axis < axes.size);
  return { x, shape, leading: leading && x.dtype === "float32", empty: sizeOf(x.shape) === 0 };
}

/** The sum over the leading axes, times `factor`. */
function sumLeading(
  backend: KernelCall["backend"],
  x: tf.TensorInfo,
  shape: number[],
  factor: number,
): tf.TensorInfo {
  const result = allocate(backend, shape);
  const sums = sumRows(backend, x, sizeOf(x.shape), sizeOf(result.shape));
  const to = floats(backend, result);
  for (let i = 0; i < sums.length; i++) to[i] = sums[i]! * factor;
  return result;
}

const sum: WasmKernel = {
  name: "Sum",
  run(call, original) {
    const { x, shape, leading, empty } = plan(call);
    if (empty) return filled(call.backend, shape, x.dtype === "bool" ? "int32" : x.dtype, 0);
    return leading ? sumLeading(call.backend, x, shape, 1) : original(call);
  },
};

const mean: WasmKernel = {
  name: "Mean",
  run(call, original) {
    const { x, shape, leading, empty } = plan(call);
    if (empty) return filled(call.backend, shape, "float32", NaN);
    return leading ? sumLeading(call.backend, x, shape, sizeOf(shape) / sizeOf(x.shape)) : original(call);
  },
};

/** A reduction that tfjs computes well, except that with no values it divides by zero or leaves memory as it was. */
function guarded(name: string, ofNothing: number): WasmKernel {
  return {
    name,
    run(call, original) {
      const { x, shape, empty } = plan(call);
      return empty ? filled(call.backend, shape, x.dtype, ofNothing) : original(call);
    },
  };
}

/**
 * Reductions. tfjs brings the axes that go to the end first, which for the leading ones (the gradient of every bias)
 * means transposing the whole tensor; and of no rows at all it makes something random. Ours are TensorFlow's values.
 */
export const reductions: readonly WasmKernel[] = [
  sum,
  mean,
  guarded("Max", -Infinity),
  guarded("Min", Infinity),
  guarded("Prod", 1),
  guarded("All", 1),
  guarded("Any", 0),
];
