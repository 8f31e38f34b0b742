/** Longer lines are broken, as Prettier does in this project. */
const LINE = 110;

/**
 * A derived graph as the text of a file that is pleasant to open and change: what fits into a line stands in one
 * line, the document's own parts each begin one.
 */
export function formatDocument(document: object): string {
  return `${expanded(Object.entries(document), "", "{}")}\n`;
}

function written(value: unknown, indent: string, room: number): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const line = inLine(value);
  if (line.length <= room) return line;
  return Array.isArray(value)
    ? expanded(
        value.map((entry): Entry => [undefined, entry]),
        indent,
        "[]",
      )
    : expanded(Object.entries(value), indent, "{}");
}

type Entry = readonly [key: string | undefined, value: unknown];

function expanded(entries: readonly Entry[], indent: string, brackets: string): string {
  const inner = `${indent}  `;
  const lines = entries
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => {
      const start = key === undefined ? inner : `${inner}${JSON.stringify(key)}: `;
      return start + written(value, inner, LINE - start.length - 1); // 1 for the comma.
    });
  return `${brackets[0]!}\n${lines.join(",\n")}\n${indent}${brackets[1]!}`;
}

function inLine(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(inLine).join(", ")}]`;
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  if (entries.length === 0) return "{}";
  return `{ ${entries.map(([key, entry]) => `${JSON.stringify(key)}: ${inLine(entry)}`).join(", ")} }`;
}
