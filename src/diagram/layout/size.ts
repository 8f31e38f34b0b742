/* How large boxes are: what they say, in lines. */
import { visible } from "../../visible";
import type { Box, Facts, Row } from "../model";
import { counted } from "../model/text";
import { textWidth } from "./text-width";

export const fontSize = { text: 11.5, small: 10 } as const;
export const padding = 10;
const rowHeight = 17;
const titleHeight = 22;
const noteHeight = 14;
export const indent = 12;
/** Of a mark beside the title: a letter, the number of a phase. */
export const markSize = 14;
/** No line is longer; the whole of it stands in the box's title, which shows when it is pointed at. */
const longest = 64;
const longestTogether = 44;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A line of text in a box, from its left and its top. */
export interface Line {
  readonly text: string;
  /** At the right end: a shape. */
  readonly end: string;
  readonly style: "title" | "note" | "row" | "head" | "heading";
  readonly left: number;
  /** Of the line the text stands on. */
  readonly baseline: number;
}

/** What a box says: lines, and marks beside its title. */
export interface Said extends Size {
  readonly lines: readonly Line[];
  /** Where the rows begin, under a rule; 0 without a title. */
  readonly header: number;
  readonly marks: number;
}

export const shortened = (text: string): string => {
  const shown = visible(text);
  return shown.length > longest ? `${shown.slice(0, longest - 1)}…` : shown;
};

/** `390 parameters · 768 FLOPs`; empty for what has neither. */
export function factsText({ parameters, flops }: Facts): string {
  const parts = [
    ...(parameters.all > 0 ? [counted(parameters.all, "parameter")] : []),
    ...(flops > 0 ? [counted(flops, "FLOP")] : []),
  ];
  return parts.join(" · ");
}

/** The marks beside a title: letters of shared weights, phases. */
export const marksOf = ({ facts }: Box, phases: number): number =>
  facts.shares.length + (phases > 1 && facts.training.some((each) => each !== "none") ? phases : 0);

/** The title of a box, what there is to say of it, and its rows. */
export function said(box: Box, phases: number): Said {
  const { title, count, notes, facts, rows, kind } = box;
  const lines: Line[] = [];
  let below = 0;
  let widest = 0;
  const add = (line: Omit<Line, "baseline">, height: number) => {
    const end = line.end === "" ? 0 : textWidth(line.end, fontSize.text) + 18;
    widest = Math.max(widest, line.left + lineWidth(line.text, line.style) + end);
    below += height;
    lines.push({ ...line, baseline: below - (line.style === "note" ? 3 : 5) });
  };
  const plain = (text: string, style: Line["style"]) =>
    ({ text: shortened(text), end: "", style, left: padding }) as const;
  const marks = marksOf(box, phases);
  if (title !== "" || count > 1) {
    const times = count > 1 ? `  × ${count}` : "";
    add({ ...plain("", "title"), text: `${shortened(title)}${times}` }, titleHeight);
    widest += marks > 0 ? marks * (markSize + 2) + 8 : 0;
    const frozen = facts.frozen ? ["frozen"] : [];
    for (const note of together([...notes, ...frozen, kind === "input" ? "" : factsText(facts)]))
      add(plain(note, "note"), noteHeight);
    below += 4;
  }
  const header = below;
  if (header === 0) below += 3;
  for (const row of rows) add(rowLine(row), rowHeight);
  if (rows.length > 0) below += 5;
  return {
    lines,
    header,
    marks,
    width: Math.round(Math.max(70, widest + padding)),
    height: Math.round(below),
  };
}

/** Of what stands at the left of a line. */
export function lineWidth(text: string, style: Line["style"]): number {
  const size = style === "note" ? fontSize.small : fontSize.text;
  return Math.round(textWidth(text, size, style === "title" || style === "head"));
}

/** Short things on one line, others on lines of their own. */
function together(notes: readonly string[]): string[] {
  const said = notes.filter((note) => note !== "");
  const line = said.join(" · ");
  return line.length <= longestTogether ? said.slice(0, 1).map(() => line) : said;
}

function rowLine({ text, shape, depth, emphasis }: Row): Omit<Line, "baseline"> {
  const style = emphasis === "none" ? "row" : emphasis;
  return { text: shortened(text), end: shape, style, left: padding + indent * depth };
}

/** A diamond around its text. */
export function diamondSize({ title }: Box): Size {
  const width = textWidth(shortened(title), fontSize.text) * 1.45 + 44;
  return { width: Math.round(Math.max(110, width)), height: 50 };
}
