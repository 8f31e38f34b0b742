/*
 * Copies of values that JSON, and the way to the server thread, can hold.
 */

/** No figure or specification is deeper; a chain of objects that goes on for ever is. */
const deepest = 200;

/** Values in all. A front end cannot hold more, and an empty array may be said to be four thousand million long. */
const most = 5_000_000;

/**
 * The value as JSON has it: `toJSON` is asked, typed arrays become arrays, big integers numbers (text where they do not
 * fit), functions and symbols are left out, NaN becomes null.
 *
 * @throws TypeError for cycles and values without end
 */
export function toJson(value: unknown): unknown {
  return copy(value, { above: new Set(), count: 0 });
}

interface State {
  readonly above: Set<object>;
  count: number;
}

function copy(value: unknown, state: State): unknown {
  if (++state.count > most) throw new TypeError(`it has more than ${most} values`);
  switch (typeof value) {
    case "number":
      return Number.isFinite(value) ? value : null;
    case "bigint":
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    case "string":
    case "boolean":
      return value;
    case "object":
      return value === null ? null : copyObject(value, state);
    default:
      return undefined;
  }
}

function copyObject(value: object, state: State): unknown {
  const { above } = state;
  if (above.has(value)) throw new TypeError("it contains itself");
  if (above.size >= deepest) throw new TypeError(`it is more than ${deepest} levels deep`);
  above.add(value);
  try {
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === "function") return copy((toJSON as () => unknown).call(value), state);
    if (ArrayBuffer.isView(value) && !(value instanceof DataView))
      return Array.from(value as unknown as ArrayLike<unknown>, (item) => copy(item, state));
    if (Array.isArray(value)) return Array.from(value, (item) => copy(item, state) ?? null);
    const entries = Object.entries(value).flatMap(([key, item]) => {
      const copied = copy(item, state);
      return copied === undefined ? [] : [[key, copied] as const];
    });
    return Object.fromEntries(entries);
  } finally {
    above.delete(value);
  }
}
