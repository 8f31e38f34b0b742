/*
 * What a kernel of ours needs of tfjs' WASM backend: tensors are slices of one heap that grows.
 * Growth moves the heap, so a kernel first makes all its outputs and then takes its views.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";

export type { BackendWasm };

/** What the engine hands to a kernel. */
export interface KernelCall {
  readonly inputs: Readonly<Record<string, tf.TensorInfo>>;
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly backend: BackendWasm;
}

/** What a kernel gives back. */
export type KernelResult = tf.TensorInfo | tf.TensorInfo[];

/** A kernel for the WASM backend. `original` is tfjs' own of that name; it fails where tfjs has none. */
export interface WasmKernel {
  readonly name: string;
  readonly run: (call: KernelCall, original: (call: KernelCall) => KernelResult) => KernelResult;
}

/** A view of a float tensor's values; valid until the next allocation. */
export function floats(backend: BackendWasm, tensor: tf.TensorInfo): Float32Array {
  return backend.typedArrayFromHeap(tensor) as Float32Array;
}

/** A view of an integer tensor's values; valid until the next allocation. */
export function integers(backend: BackendWasm, tensor: tf.TensorInfo): Int32Array {
  return backend.typedArrayFromHeap(tensor) as Int32Array;
}

/** A new tensor whose values are not set yet. */
export function allocate(
  backend: BackendWasm,
  shape: readonly number[],
  dtype: tf.DataType = "float32",
): tf.TensorInfo {
  return backend.makeOutput([...shape], dtype);
}

/** A new tensor of one value throughout. */
export function filled(
  backend: BackendWasm,
  shape: readonly number[],
  dtype: tf.DataType,
  value: number,
): tf.TensorInfo {
  const result = allocate(backend, shape, dtype);
  (backend.typedArrayFromHeap(result) as Float32Array).fill(value);
  return result;
}

/** The same values once more, without a copy: a tensor of its own to the engine. */
export function shared(
  backend: BackendWasm,
  tensor: tf.TensorInfo,
  shape: readonly number[] = tensor.shape,
): tf.TensorInfo {
  backend.incRef(tensor.dataId);
  return { dataId: tensor.dataId, dtype: tensor.dtype, shape: [...shape] };
}

/** Runs another kernel of the backend that has one output. It is the caller's to free. */
export function callKernel(
  backend: BackendWasm,
  name: string,
  inputs: Readonly<Record<string, tf.TensorInfo>>,
  attrs: Readonly<Record<string, unknown>>,
): tf.TensorInfo {
  const kernel = tf.getKernel(name, "wasm");
  return kernel.kernelFunc({
    inputs: { ...inputs },
    attrs: attrs as tf.NamedAttrMap,
    backend,
  }) as tf.TensorInfo;
}

/** Frees tensors that a kernel made for itself. */
export function free(backend: BackendWasm, ...tensors: readonly tf.TensorInfo[]): void {
  for (const { dataId } of tensors) backend.disposeData(dataId);
}
