import type { Kind, Shown } from "../kind";
import { peek } from "../peek";
import { htmlTable } from "../table";
import { nestedValues } from "./nested-values";

/** What tensors and variables of TensorFlow.js have, of whichever copy of it. */
interface Tensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly size: number;
  readonly isDisposed: boolean;
  readonly name?: unknown;
  readonly trainable?: unknown;
  dataSync(): ArrayLike<unknown>;
  reshape?(shape: readonly number[]): Tensor;
  slice?(begin: readonly number[], size: readonly number[]): Tensor;
  dispose(): void;
}

/** Above this many elements only the first few are fetched from where the tensor lives. */
const mostFetched = 10_000;
const fewValues = 8;
/** Up to this many are fetched for the few where nothing can be cut off. */
const mostForFew = 1_000_000;

/** A matrix of at most this many rows and columns is also a table. */
const mostSide = 20;

export const tensor: Kind = {
  name: "tensor",
  show(value) {
    if (!isTensor(value)) return undefined;
    const line = headline(value);
    if (value.isDisposed) return text(`${line} (disposed)`);
    if (value.size > mostFetched) return text(`${line}\n${firstValues(value)}`);
    const values = elements(value, value.dataSync());
    const plain = text(`${line}\n${nestedValues(values, value.shape)}`);
    const [rows = 0, columns = 0] = value.shape;
    if (value.shape.length !== 2 || rows * columns === 0 || rows > mostSide || columns > mostSide)
      return plain;
    const table = {
      columns: ["", ...Array.from({ length: columns }, (_, i) => String(i))],
      rows: Array.from({ length: rows }, (_, i) => [i, ...values.slice(i * columns, (i + 1) * columns)]),
    };
    return { data: { "text/html": `<p>${line}</p>\n${htmlTable(table)}`, ...plain.data } };
  },
};

function isTensor(value: object): value is Tensor {
  const { shape, dtype, dataSync, isDisposed } = peek(value, "shape", "dtype", "dataSync", "isDisposed");
  // Other libraries' arrays are spent by `dataSync`; only TensorFlow's know `isDisposed`.
  return (
    Array.isArray(shape) &&
    typeof dtype === "string" &&
    typeof dataSync === "function" &&
    typeof isDisposed === "boolean"
  );
}

/** `Variable "w" float32 [2, 3]` */
function headline({ shape, dtype, name, trainable }: Tensor): string {
  const kind = typeof trainable === "boolean" && typeof name === "string" ? `Variable "${name}"` : "Tensor";
  const fixed = trainable === false ? ", not trainable" : "";
  return `${kind} ${dtype} [${shape.join(", ")}]${fixed}`;
}

function firstValues(value: Tensor): string {
  const few = firstFew(value);
  if (!few) return `${value.size} values`;
  return `${nestedValues(elements(value, few), [fewValues]).slice(0, -1)}, … ${value.size - fewValues} more]`;
}

function firstFew(value: Tensor): ArrayLike<unknown> | undefined {
  if (typeof value.reshape !== "function" || typeof value.slice !== "function") {
    // Only tfjs-core is loaded, without the methods that tensors have in the whole of it.
    if (value.size > mostForFew) return undefined;
    return Array.from(value.dataSync()).slice(0, value.dtype === "complex64" ? 2 * fewValues : fewValues);
  }
  const flat = value.reshape([-1]);
  try {
    const first = flat.slice!([0], [fewValues]);
    try {
      return first.dataSync();
    } finally {
      first.dispose();
    }
  } finally {
    flat.dispose();
  }
}

/** Booleans come as bytes, complex numbers as pairs. */
function elements({ dtype }: Tensor, data: ArrayLike<unknown>): unknown[] {
  const all = Array.from(data);
  if (dtype === "string") return all.map((one) => JSON.stringify(shorten(String(one))));
  if (dtype === "bool") return all.map(Boolean);
  if (dtype !== "complex64") return dtype === "float32" ? all.map((one) => rounded(Number(one))) : all;
  return Array.from({ length: all.length / 2 }, (_, i) => {
    const imaginary = rounded(Number(all[2 * i + 1]));
    return `${rounded(Number(all[2 * i]))}${imaginary < 0 || Object.is(imaginary, -0) ? "-" : "+"}${Math.abs(imaginary)}i`;
  });
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** float32 has about seven digits; a reader wants fewer. */
function rounded(value: number): number {
  return Number(value.toPrecision(5));
}

function text(plain: string): Shown {
  return { data: { "text/plain": plain } };
}
