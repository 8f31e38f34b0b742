/*
 * The IDX format, in which MNIST and its relatives are published (Yann LeCun's page of MNIST, "the IDX file format"):
 * two zero bytes, a type, the number of axes, the length of each axis as a big-endian uint32, then the values,
 * big-endian, the last axis fastest. Plain or gzip.
 */
import { EspalierError } from "../errors";
import { checkLimit } from "../limits";
import { sizeOf } from "../shape";
import { firstUnpacked, isGzip, unpacked } from "./gzip";
import { readDataBytes } from "./read-data";

/** The values of an IDX file, in the type in which they are stored. */
export type IdxValues = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

export interface IdxArray {
  readonly shape: readonly number[];
  /** `product(shape)` values, the last axis fastest. */
  readonly data: IdxValues;
}

interface IdxType {
  readonly code: number;
  readonly bytes: number;
  readonly make: (length: number) => IdxValues;
  readonly read: (view: DataView, offset: number) => number;
  readonly write: (view: DataView, offset: number, value: number) => void;
}

const TYPES: readonly IdxType[] = [
  {
    code: 0x08,
    bytes: 1,
    make: (length) => new Uint8Array(length),
    read: (view, offset) => view.getUint8(offset),
    write: (view, offset, value) => view.setUint8(offset, value),
  },
  {
    code: 0x09,
    bytes: 1,
    make: (length) => new Int8Array(length),
    read: (view, offset) => view.getInt8(offset),
    write: (view, offset, value) => view.setInt8(offset, value),
  },
  {
    code: 0x0b,
    bytes: 2,
    make: (length) => new Int16Array(length),
    read: (view, offset) => view.getInt16(offset),
    write: (view, offset, value) => view.setInt16(offset, value),
  },
  {
    code: 0x0c,
    bytes: 4,
    make: (length) => new Int32Array(length),
    read: (view, offset) => view.getInt32(offset),
    write: (view, offset, value) => view.setInt32(offset, value),
  },
  {
    code: 0x0d,
    bytes: 4,
    make: (length) => new Float32Array(length),
    read: (view, offset) => view.getFloat32(offset),
    write: (view, offset, value) => view.setFloat32(offset, value),
  },
  {
    code: 0x0e,
    bytes: 8,
    make: (length) => new Float64Array(length),
    read: (view, offset) => view.getFloat64(offset),
    write: (view, offset, value) => view.setFloat64(offset, value),
  },
];

const hex = (value: number) => `0x${value.toString(16).padStart(2, "0")}`;

/**
 * The array in an IDX file, plain or gzip (told by the first bytes, not by the name). What the header says is checked
 * before any value is unpacked, and no more is unpacked than it says.
 *
 * @param where The file, for messages.
 * @returns For types of one byte a view into the content, or into what it unpacks to.
 * @throws EspalierError naming the file and the byte where it is wrong: magic number, type, cut short, too long, too large.
 */
export function decodeIdx(content: Uint8Array, where: string): IdxArray {
  const zipped = isGzip(content);
  const { type, shape, count, start } = readHeader(zipped ? firstUnpacked(content, where) : content, where);
  const end = start + count * type.bytes;
  const named = `an array of shape [${shape.join(", ")}]`;
  if (zipped) checkLimit("unpackedBytes", end, `${named} takes ${end} bytes unpacked`, where);
  const bytes = zipped ? unpacked(content, end, where) : content;
  if (!bytes || bytes.length > end)
    throw new EspalierError(
      `${bytes ? bytes.length - end : "more"} bytes follow the array of shape [${shape.join(", ")}], which ends at byte ${end}`,
      { where, hint: "the file is damaged, or its header is wrong" },
    );
  if (bytes.length < end)
    throw new EspalierError(`the file is truncated at byte ${bytes.length}: ${named} ends at byte ${end}`, {
      where,
      hint: "fetch it again",
    });
  return { shape, data: valuesOf(bytes, start, count, type) };
}

function valuesOf(bytes: Uint8Array, start: number, count: number, type: IdxType): IdxValues {
  if (type.code === 0x08) return new Uint8Array(bytes.buffer, bytes.byteOffset + start, count);
  if (type.code === 0x09) return new Int8Array(bytes.buffer, bytes.byteOffset + start, count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data = type.make(count);
  for (let i = 0; i < count; i++) data[i] = type.read(view, start + i * type.bytes);
  return data;
}

interface IdxHeader {
  readonly type: IdxType;
  readonly shape: readonly number[];
  /** `product(shape)`, exact. */
  readonly count: number;
  /** The byte of the first value. */
  readonly start: number;
}

/** @param bytes the file's first ones, at least as many as its header has */
function readHeader(bytes: Uint8Array, where: string): IdxHeader {
  const fail = (what: string, hint: string): never => {
    throw new EspalierError(what, { where, hint });
  };
  if (bytes.length < 4)
    fail(`the file is truncated: it has ${bytes.length} bytes, an IDX file starts with 4`, "fetch it again");
  const magic = [...bytes.subarray(0, 4)].map(hex).join(" ");
  if (bytes[0] !== 0 || bytes[1] !== 0)
    fail(`this is not an IDX file: it starts with ${magic}, not with two zero bytes`, "check the path");
  const type = TYPES.find(({ code }) => code === bytes[2]);
  if (!type)
    return fail(
      `byte 2 says the type is ${hex(bytes[2]!)}, which IDX does not have`,
      `it has ${TYPES.map(({ code }) => hex(code)).join(", ")}; check that the file is an IDX file`,
    );
  const rank = bytes[3]!;
  const start = 4 + 4 * rank;
  if (bytes.length < start)
    fail(
      `the file is truncated at byte ${bytes.length}: the lengths of its ${rank} axes end at byte ${start}`,
      "fetch it again",
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const count = shape.includes(0) ? 0 : sizeOf(shape);
  // Numbers are exact up to there; no file is near it.
  if (count * type.bytes > Number.MAX_SAFE_INTEGER)
    fail(
      `the lengths of its ${rank} axes ask for more values than any file can hold`,
      "the file is damaged, or it is no IDX file",
    );
  return { type, shape, count, start };
}

/**
 * An array as the bytes of a plain IDX file; the type of `data` is the type in the file.
 *
 * @throws EspalierError where the shape is not that of the data, or does not fit the format.
 */
export function encodeIdx({ shape, data }: IdxArray): Uint8Array {
  const count = sizeOf(shape);
  const fits = shape.every((length) => Number.isInteger(length) && length >= 0 && length < 2 ** 32);
  if (!fits || shape.length > 255 || count !== data.length)
    throw new EspalierError(`${data.length} values are not an array of shape [${shape.join(", ")}]`);
  const type = TYPES.find(({ make }) => make(0).constructor === data.constructor)!;
  const start = 4 + 4 * shape.length;
  const bytes = new Uint8Array(start + count * type.bytes);
  const view = new DataView(bytes.buffer);
  bytes[2] = type.code;
  bytes[3] = shape.length;
  shape.forEach((length, axis) => view.setUint32(4 + 4 * axis, length));
  for (let i = 0; i < count; i++) type.write(view, start + i * type.bytes, data[i]!);
  return bytes;
}

/**
 * Reads an IDX file, plain or gzip.
 *
 * @throws EspalierError as `decodeIdx`, and where the file cannot be read.
 */
export async function readIdx(file: string): Promise<IdxArray> {
  return decodeIdx(await readDataBytes(file), file);
}
