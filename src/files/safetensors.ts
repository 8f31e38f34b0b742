/*
 * The safetensors format (https://github.com/huggingface/safetensors): the length of the header as an unsigned
 * 64-bit number, a JSON header that gives each tensor's type, shape and place, then the values. All numbers are
 * little-endian, as on every platform that TensorFlow's JavaScript backends run on.
 */
import { EspalierError } from "../errors";
import { readHeader } from "./safetensors-header";

/** One named array of numbers. */
export interface StoredTensor {
  /** `[]` for a single number. */
  readonly shape: readonly number[];
  /** `product(shape)` values, the last axis fastest. */
  readonly data: Float32Array | Int32Array;
}

/**
 * Tensors and metadata as the bytes of a safetensors file, in the order of the map.
 *
 * @throws EspalierError where a shape and its data disagree, or a tensor is called `__metadata__`.
 */
export function encodeTensors(
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const entries: [string, unknown][] = [];
  if (Object.keys(metadata).length > 0) entries.push(["__metadata__", metadata]);
  let end = 0;
  for (const [name, { shape, data }] of tensors) {
    if (name === "__metadata__")
      throw new EspalierError(`a tensor cannot be called "__metadata__"`, { hint: "choose another name" });
    const count = shape.reduce((product, length) => product * length, 1);
    if (!shape.every((length) => Number.isSafeInteger(length) && length >= 0) || count !== data.length)
      throw new EspalierError(
        `the tensor "${name}" has ${data.length} values, which is not the shape [${shape.join(", ")}]`,
      );
    const begin = end;
    end += data.byteLength;
    const dtype = data instanceof Float32Array ? "F32" : "I32";
    entries.push([name, { dtype, shape, data_offsets: [begin, end] }]);
  }
  // fromEntries defines each key as the object's own, "__proto__" too.
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  // Spaces after the header bring the values to a multiple of 8 bytes, as the reference writer does.
  const start = 8 + Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(start + end).fill(0x20, 8, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(json, 8);
  let offset = start;
  for (const { data } of tensors.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return bytes;
}

/**
 * The tensors and metadata of a safetensors file: the tensors in the order of their values in the file, each with
 * memory of its own. Every length, offset, type and shape is checked before anything is used.
 *
 * @param where The file, for messages.
 * @throws EspalierError saying what is wrong with the file.
 */
export function decodeTensors(
  bytes: Uint8Array,
  where: string,
): { tensors: Map<string, StoredTensor>; metadata: Record<string, string> } {
  const { entries, metadata, start } = readHeader(bytes, where);
  const tensors = new Map<string, StoredTensor>();
  for (const { name, dtype, shape, begin, end } of entries) {
    // A copy, because a view would need the file's offset to be a multiple of 4 and would keep the whole file.
    const { buffer } = new Uint8Array(bytes.subarray(start + begin, start + end));
    tensors.set(name, { shape, data: dtype === "F32" ? new Float32Array(buffer) : new Int32Array(buffer) });
  }
  return { tensors, metadata };
}
