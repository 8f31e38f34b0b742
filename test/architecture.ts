/* ARCHITECTURE.md as its tests read it: the rooms, and how to add a kind. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(__dirname, "..");
const page = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");

/** A file to write, or a change of one, as the page shows it. */
export interface Example {
  readonly file: string;
  readonly form: "ts" | "diff";
  readonly code: string;
}

/** A row of "How to add …". */
export interface Addition {
  /** `a metric` */
  readonly what: string;
  /** With `<name>` for the kind's name. */
  readonly files: readonly string[];
  readonly examples: readonly Example[];
}

/** A line of "The rooms". */
export interface Line {
  readonly rooms: readonly string[];
  readonly imports: readonly string[];
}

export function additions(): Addition[] {
  return rowsOf(sectionOf("## How to add …")).map(([first = "", second = ""]) => {
    const [, what = "", anchor = ""] = /^\[(.+)\]\(#(.+)\)$/.exec(first) ?? [];
    return { what, files: codesIn(second), examples: examplesIn(sectionOf(headingOf(anchor))) };
  });
}

export function lines(): Line[] {
  return rowsOf(sectionOf("## The rooms")).map(([rooms = "", , imports = ""]) => ({
    rooms: codesIn(rooms),
    imports: [...(imports.startsWith("core") ? ["spec", "graph", "backend"] : []), ...codesIn(imports)],
  }));
}

/** The text of a file with a change made; `…` stands for as little as fits, and stays. */
export function changed(text: string, { file, code }: Example): string {
  const side = (mark: string): string =>
    code
      .split("\n")
      .filter((line) => line.startsWith(mark) || line.startsWith(" "))
      .map((line) => line.slice(1))
      .join("\n");
  const pieces = side("-").split("…");
  const before = new RegExp(`^${pieces.map(escaped).join("([\\s\\S]*?)")}$`, "gm");
  const places = [...text.matchAll(before)];
  if (places.length !== 1) throw new Error(`${places.length} places in ${file} are like\n${side("-")}`);
  const [found, ...kept] = places[0]!;
  const after = side("+")
    .split("…")
    .map((piece, i) => piece + (kept[i] ?? ""))
    .join("");
  return text.replace(found, () => after);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** From a heading to the next of its rank or a higher one. */
function sectionOf(heading: string): string {
  const rank = heading.indexOf(" ");
  const start = page.indexOf(`\n${heading}\n`);
  if (start < 0) throw new Error(`ARCHITECTURE.md has no "${heading}"`);
  const text = page.slice(start + heading.length + 2);
  const end = text.search(new RegExp(`^#{1,${rank}} `, "m"));
  return end < 0 ? text : text.slice(0, end);
}

/** The heading that an address in the page leads to. */
function headingOf(anchor: string): string {
  const headings = [...page.matchAll(/^### (.+)$/gm)].map(([heading]) => heading);
  const found = headings.find((heading) => heading.slice(4).toLowerCase().replaceAll(" ", "-") === anchor);
  if (found === undefined) throw new Error(`ARCHITECTURE.md has nothing at #${anchor}`);
  return found;
}

/** The cells of a table's rows, without its head. */
function rowsOf(section: string): string[][] {
  const table = section.split("\n").filter((line) => line.startsWith("|"));
  return table.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim().replaceAll("_", "")),
  );
}

const codesIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);

function examplesIn(section: string): Example[] {
  const blocks = section.matchAll(/^```(ts|diff) file=(\S+)\n([\s\S]*?)^```$/gm);
  return [...blocks].map(([, form, file, code]) => ({
    form: form as Example["form"],
    file: file!,
    code: code!,
  }));
}
