/*
 * The header of a safetensors file, read with suspicion: it decides how much memory is taken and what is copied.
 */
import { EspalierError } from "../errors";
import { sizeOf } from "../shape";
import { parseJson } from "./json";

export interface TensorEntry {
  readonly name: string;
  readonly dtype: "F32" | "I32";
  readonly shape: readonly number[];
  /** First byte and the byte after the last, counted from the end of the header. */
  readonly begin: number;
  readonly end: number;
}

interface Header {
  /** In the order of their values. */
  readonly entries: readonly TensorEntry[];
  readonly metadata: Record<string, string>;
  /** Where the values start in the file. */
  readonly start: number;
}

/** The reference reader's own limit. */
const LONGEST_HEADER = 100_000_000;

export function readHeader(bytes: Uint8Array, where: string): Header {
  const fail = (what: string, hint?: string): never => {
    throw new EspalierError(what, { where, ...(hint === undefined ? {} : { hint }) });
  };
  if (bytes.length < 8)
    fail(`this is not a safetensors file: it has ${bytes.length} bytes, its first 8 should be a length`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > LONGEST_HEADER || bytes[8] !== 0x7b)
    fail("this is not a safetensors file: no JSON header follows its first 8 bytes");
  const start = 8 + length;
  if (start > bytes.length)
    fail(
      `the file is truncated: its header needs ${start} bytes and it has ${bytes.length}`,
      "fetch it again",
    );
  const header = parseHeader(bytes.subarray(8, start), where, fail);
  const { __metadata__: rawMetadata = {}, ...rest } = header;
  const metadata = readMetadata(rawMetadata, fail);
  const entries = Object.entries(rest).map(([name, value]) => readEntry(name, value, fail));
  checkPlaces(entries, bytes.length - start, fail);
  return { entries: entries.sort(byPlace), metadata, start };
}

type Fail = (what: string, hint?: string) => never;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseHeader(bytes: Uint8Array, where: string, fail: Fail): Record<string, unknown> {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return fail("the header is not a JSON object", "the file is damaged: fetch or save it again");
  }
  return parseJson(text, where, "the header");
}

function readMetadata(metadata: unknown, fail: Fail): Record<string, string> {
  if (isRecord(metadata) && Object.values(metadata).every((value) => typeof value === "string"))
    return metadata as Record<string, string>;
  return fail("the header's __metadata__ is not an object of strings");
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function readEntry(name: string, value: unknown, fail: Fail): TensorEntry {
  const tensor = `the tensor "${name}"`;
  if (!isRecord(value)) return fail(`${tensor} has no description in the header`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (dtype !== "F32" && dtype !== "I32")
    return fail(
      `${tensor} has the type ${JSON.stringify(dtype)}, and only F32 and I32 can be read`,
      "convert it before saving",
    );
  if (!Array.isArray(shape) || !shape.every(isCount)) return fail(`${tensor} has no valid shape`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount) || offsets[0]! > offsets[1]!)
    return fail(`${tensor} has no valid data_offsets`);
  const [begin, end] = offsets as [number, number];
  const needed = 4 * sizeOf(shape);
  if (needed !== end - begin)
    return fail(
      `${tensor} of shape [${shape.join(", ")}] needs ${needed} bytes, and the header gives it ${end - begin}`,
    );
  return { name, dtype, shape, begin, end };
}

function byPlace(one: TensorEntry, other: TensorEntry): number {
  return one.begin - other.begin || one.end - other.end;
}

/** The values must fill the rest of the file, without gap or overlap. */
function checkPlaces(entries: readonly TensorEntry[], available: number, fail: Fail): void {
  let end = 0;
  let before = "the header";
  for (const entry of [...entries].sort(byPlace)) {
    if (entry.begin < end) fail(`the values of the tensors "${before}" and "${entry.name}" overlap`);
    if (entry.begin > end)
      fail(`${entry.begin - end} bytes before the tensor "${entry.name}" belong to nothing`);
    end = entry.end;
    before = entry.name;
  }
  if (end > available)
    fail(
      `the file is truncated: its tensors need ${end} bytes after the header and there are ${available}`,
      "fetch it again",
    );
  if (end < available) fail(`${available - end} bytes after the last tensor belong to nothing`);
}

/** Whether bytes begin as a safetensors file does: a length, then a JSON object. */
export function isTensorFile(bytes: Uint8Array): boolean {
  if (bytes.length < 9 || bytes[8] !== 0x7b) return false;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  return length <= LONGEST_HEADER;
}
