/* Tables as aligned text and as HTML, whoever filled them. */
import { escapeHtml, themeColours } from "./html";

/** A column of a table, every cell written out. */
export interface TextColumn {
  readonly title: string;
  /** Numbers stand to the right. */
  readonly right: boolean;
  readonly cells: readonly string[];
}

/**
 * The lines of a table as text: titles, a rule, then the rows. Cells are aligned by their number of characters, and no
 * line ends in spaces.
 *
 * @param rule the character that the rule is made of
 */
export function textTable(columns: readonly TextColumn[], rule = "─"): string[] {
  const widths = columns.map(({ title, cells }) =>
    cells.reduce((widest, cell) => Math.max(widest, cell.length), title.length),
  );
  const line = (texts: readonly string[]) =>
    texts
      .map((text, i) => (columns[i]!.right ? text.padStart(widths[i]!) : text.padEnd(widths[i]!)))
      .join("  ")
      .trimEnd();
  return [
    line(columns.map(({ title }) => title)),
    line(widths.map((width) => rule.repeat(width))),
    ...rowsOf(columns).map(line),
  ];
}

/** A table as HTML, its texts escaped. */
export function htmlTable(columns: readonly TextColumn[], caption?: string): string {
  // Written out cell by cell: front ends differ in what their own style sheets do to a table.
  const style = (i: number) =>
    `style="text-align: ${columns[i]!.right ? "right; font-variant-numeric: tabular-nums" : "left"}; white-space: pre; padding: 3px 10px"`;
  const cells = (tag: "th" | "td", texts: readonly string[]) =>
    texts.map((text, i) => `<${tag} ${style(i)}>${escapeHtml(text)}</${tag}>`).join("");
  const head = cells(
    "th",
    columns.map(({ title }) => title),
  );
  const body = rowsOf(columns).map((row) => `<tr>${cells("td", row)}</tr>`);
  return [
    `<table style="border-collapse: collapse">`,
    ...(caption === undefined
      ? []
      : [`<caption style="text-align: left; font-weight: bold">${escapeHtml(caption)}</caption>`]),
    `<thead style="border-bottom: 1px solid ${themeColours.line}"><tr>${head}</tr></thead>`,
    `<tbody>${body.join("\n")}</tbody>`,
    "</table>",
  ].join("\n");
}

function rowsOf(columns: readonly TextColumn[]): string[][] {
  return (columns[0]?.cells ?? []).map((_, i) => columns.map(({ cells }) => cells[i]!));
}
