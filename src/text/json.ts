/* JSON as people read and change it: what fits into a line stands on one. */

/** Longer lines are broken, as Prettier does in this project. */
const fileWidth = 110;

/**
 * A document as the text of a file that is pleasant to open and change: its own parts each begin a line, what fits into
 * a line stands on one.
 */
export function formatDocument(document: object): string {
  return `${onLines(plain(document), "", fileWidth)}\n`;
}

/**
 * A value as JSON of two spaces a level; what JSON does not hold (undefined, functions) is left out.
 *
 * @param width of the longest line, in characters, that an array or object is joined into
 */
export function formatJson(value: unknown, width: number): string {
  return within(plain(value), "", width, width);
}

/** What JSON would keep of a value; null of nothing, as in a list. */
function plain(value: unknown): unknown {
  return (JSON.parse(JSON.stringify([value])) as unknown[])[0];
}

function within(value: unknown, indent: string, room: number, width: number): string {
  const line = onLine(value);
  return typeof value !== "object" || value === null || (line.length <= room && !holdsMatrix(value))
    ? line
    : onLines(value, indent, width);
}

/** Whether a list of lists of several entries stands somewhere inside: each of its rows begins a line, as Prettier has it. */
function holdsMatrix(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const isRow = (entry: unknown): boolean => Array.isArray(entry) && entry.length > 1;
  if (Array.isArray(value) && value.length > 1 && value.every(isRow)) return true;
  return Object.values(value).some(holdsMatrix);
}

function onLines(value: unknown, indent: string, width: number): string {
  const { brackets, parts } = partsOf(value);
  if (parts.length === 0) return brackets.join("");
  const inner = `${indent}  `;
  const lines = parts.map(({ key, value }) => {
    const start = inner + key;
    return start + within(value, inner, width - start.length - 1, width); // 1 for the comma.
  });
  return `${brackets[0]}\n${lines.join(",\n")}\n${indent}${brackets[1]}`;
}

function onLine(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const { brackets, parts, space } = partsOf(value);
  if (parts.length === 0) return brackets.join("");
  return `${brackets[0]}${space}${parts.map(({ key, value }) => key + onLine(value)).join(", ")}${space}${brackets[1]}`;
}

interface Parts {
  readonly brackets: readonly [open: string, close: string];
  /** Within the brackets, where all stands on one line. */
  readonly space: string;
  /** `key` with its colon; empty in an array. */
  readonly parts: readonly { readonly key: string; readonly value: unknown }[];
}

function partsOf(value: unknown): Parts {
  if (Array.isArray(value)) {
    return {
      brackets: ["[", "]"],
      space: "",
      parts: value.map((item: unknown) => ({ key: "", value: item })),
    };
  }
  const parts = Object.entries(Object(value) as object).map(([key, part]: [string, unknown]) => ({
    key: `${JSON.stringify(key)}: `,
    value: part,
  }));
  return { brackets: ["{", "}"], space: " ", parts };
}
