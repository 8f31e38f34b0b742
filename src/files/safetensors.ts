/*
 * The safetensors format (https://github.com/huggingface/safetensors): the length of the header as an unsigned
 * 64-bit number, a JSON header that gives each tensor's type, shape and place, then the values. All numbers are
 * little-endian, as on every platform that TensorFlow's JavaScript backends run on.
 */
import { createHash } from "node:crypto";
import { EspalierError } from "../errors";
import { sizeOf } from "../shape";
import { bytesOf } from "./bytes";
import { damaged } from "./json";
import { readHeader, type TensorEntry } from "./safetensors-header";

/** The key of the checksum among the metadata. */
const SEAL = "sha256";

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
    const count = sizeOf(shape);
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
    bytes.set(bytesOf(data), offset);
    offset += data.byteLength;
  }
  return bytes;
}

/**
 * The same with a checksum over all of it: `sha256` among the metadata. The file stays one that every reader of
 * safetensors reads.
 */
export function encodeSealed(
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const digest = digestOf(
    [...tensors].map(([name, { shape, data }]) => ({
      name,
      dtype: data instanceof Float32Array ? "F32" : "I32",
      shape,
      bytes: bytesOf(data),
    })),
    metadata,
  );
  return encodeTensors(tensors, { ...metadata, [SEAL]: digest });
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
  const file = new TensorFile(bytes, where);
  return {
    tensors: new Map(file.entries.map((entry) => [entry.name, file.read(entry)])),
    metadata: file.metadata,
  };
}

/** A safetensors file whose header is read and sound, and whose values are not read yet. */
export class TensorFile {
  /** In the order of their values. */
  readonly entries: readonly TensorEntry[];
  readonly metadata: Record<string, string>;
  private readonly start: number;

  /** @throws EspalierError saying what is wrong with the header, or with the length of the file */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly where: string,
  ) {
    const { entries, metadata, start } = readHeader(bytes, where);
    this.entries = entries;
    this.metadata = metadata;
    this.start = start;
  }

  /** Refuses a file that is not as `encodeSealed` wrote it. The layout of the header may be another. */
  verify(): void {
    const { [SEAL]: seal, ...metadata } = this.metadata;
    const parts = this.entries.map((entry) => ({ ...entry, bytes: this.bytesOf(entry) }));
    if (seal !== digestOf(parts, metadata))
      throw damaged("its content does not have its checksum", this.where);
  }

  /** The values of one tensor, in memory of their own: a view would keep the whole file. */
  read({ dtype, shape, begin, end }: TensorEntry): StoredTensor {
    const { buffer } = new Uint8Array(this.bytesOf({ begin, end }));
    return { shape, data: dtype === "F32" ? new Float32Array(buffer) : new Int32Array(buffer) };
  }

  private bytesOf({ begin, end }: { readonly begin: number; readonly end: number }): Uint8Array {
    return this.bytes.subarray(this.start + begin, this.start + end);
  }
}

/** SHA-256 of names, types, shapes, values and metadata, each in the order of the names. */
function digestOf(
  tensors: readonly {
    readonly name: string;
    readonly dtype: string;
    readonly shape: readonly number[];
    readonly bytes: Uint8Array;
  }[],
  metadata: Readonly<Record<string, string>>,
): string {
  const sorted = [...tensors].sort((a, b) => (a.name < b.name ? -1 : 1));
  const words = Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash("sha256");
  hash.update(JSON.stringify([words, sorted.map(({ name, dtype, shape }) => [name, dtype, shape])]));
  for (const { bytes } of sorted) hash.update(bytes);
  return hash.digest("hex");
}
