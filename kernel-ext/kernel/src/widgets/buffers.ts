/*
 * Bytes on their way through the protocol: JSON cannot hold them, so they go beside it, each with the path of its place.
 */

type Bytes = Jupyter.Bytes;
export type BufferPath = readonly (string | number)[];

/** A state without its bytes. What the copy shares with the original is left as it was. */
interface Separated {
  readonly state: Record<string, unknown>;
  readonly paths: readonly BufferPath[];
  readonly buffers: readonly Bytes[];
}

type Container = Record<string | number, unknown>;

/** A page cannot read deeper ones either. */
const deepest = 200;

/**
 * What is bytes in the state is taken out of it, as Jupyter's widgets want it: `null` in arrays, no key in objects.
 *
 * @throws TypeError for cycles
 */
export function separate(state: object): Separated {
  const paths: BufferPath[] = [];
  const buffers: Bytes[] = [];
  const copy = (value: unknown, path: BufferPath): unknown => {
    if (path.length > deepest)
      throw new TypeError(`it contains itself, or is more than ${deepest} levels deep`);
    if (isBytes(value)) {
      paths.push(path);
      buffers.push(value);
      return null;
    }
    if (Array.isArray(value)) return value.map((item, index) => copy(item, [...path, index]));
    return isContainer(value) ? copyObject(value, path) : value;
  };
  const copyObject = (value: object, path: BufferPath): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(value).flatMap(([key, item]) => {
        const copied = copy(item, [...path, key]);
        return isBytes(item) ? [] : [[key, copied]];
      }),
    );
  return { state: copyObject(state, []), paths, buffers };
}

/** The inverse: puts bytes where they belong. A path that leads nowhere is passed over, whoever made it. */
export function putBack(
  state: Record<string, unknown>,
  paths: readonly BufferPath[],
  buffers: readonly Uint8Array[],
): void {
  paths.forEach((path, index) => {
    const last = path.at(-1);
    const place = path
      .slice(0, -1)
      .reduce<unknown>((at, key) => (isOpen(at, key) ? at[key] : undefined), state);
    if (last !== undefined && index < buffers.length && isOpen(place, last)) place[last] = buffers[index];
  });
}

/** Values with their bytes in the form in which they were before: a front end knows nothing of `Float32Array`. */
export function inFormOf(before: unknown, value: unknown): unknown {
  if (value instanceof Uint8Array) return isBytes(before) ? fromBytes(before, value) : value;
  if (Array.isArray(value)) {
    return value.map((item, index) => inFormOf(Array.isArray(before) ? before[index] : undefined, item));
  }
  if (!isContainer(value)) return value;
  const known = isContainer(before) ? (before as Container) : {};
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inFormOf(known[key], item)]));
}

/** A copy of its own: what is posted to another thread takes all of its memory along. */
export function toBytes(value: Bytes): Uint8Array {
  const view = ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value);
  return Uint8Array.from(view);
}

function fromBytes(form: Bytes, bytes: Uint8Array): unknown {
  if (!ArrayBuffer.isView(form)) return bytes.slice().buffer;
  if (form instanceof DataView) return new DataView(bytes.slice().buffer);
  if (Buffer.isBuffer(form)) return Buffer.from(bytes);
  const { BYTES_PER_ELEMENT: size } = form as Uint8Array;
  if (bytes.byteLength % size !== 0) return bytes;
  const Form = form.constructor as new (buffer: ArrayBufferLike) => ArrayBufferView;
  return new Form(bytes.slice().buffer);
}

function isBytes(value: unknown): value is Bytes {
  return (
    value instanceof ArrayBuffer ||
    ArrayBuffer.isView(value) ||
    (typeof SharedArrayBuffer !== "undefined" && value instanceof SharedArrayBuffer)
  );
}

/** Plain data, in which bytes may be; what makes JSON of itself does so. */
function isContainer(value: unknown): value is object {
  return (
    typeof value === "object" &&
    value !== null &&
    !isBytes(value) &&
    typeof (value as { toJSON?: unknown }).toJSON !== "function"
  );
}

function isOpen(value: unknown, key: string | number): value is Container {
  return typeof value === "object" && value !== null && key !== "__proto__" && !isBytes(value);
}
