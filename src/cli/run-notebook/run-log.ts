import { styleText } from "node:util";
import { textOf } from "../../notebook/nbformat";
import type { CodeCell, Notebook } from "../../notebook/nbformat";
import type { CellEnd, Watcher } from "../../jupyter/run-notebook";
import { visible } from "../../visible";
import { formatSeconds } from "../../text/numbers";
import { StatusLine } from "../../view/status-line";
import { Throttle } from "../../view/throttle";

type Style = Parameters<typeof styleText>[0];

/**
 * Shows a run: what the cells write goes to stdout and stderr as it comes, everything about the run goes to
 * stderr, so that `espalier run … > log` keeps the cells' own words. Those pass as they are, as under Jupyter: they
 * are the output of the user's own program. What is said of the notebook itself is made visible.
 */
export class RunLog implements Watcher {
  private section = "";
  /** The cells' text may end in the middle of a line. */
  private lineOpen = false;
  private readonly status = new StatusLine(process.stderr);
  /** Without a terminal each state is a line of its own, so there are few of them, and none at the start. */
  private readonly pause = new Throttle(20_000, undefined, "later");

  constructor(private readonly notebook: Notebook) {}

  kernelStarted(name: string): void {
    this.say(styleText("dim", `kernel ${visible(name)} is ready`));
  }

  cellStarted(place: number, of: number, cell: CodeCell): void {
    const section = this.sectionOf(cell);
    if (section && section !== this.section) this.say(`\n${styleText("bold", visible(section))}`);
    this.section = section;
    const lines = textOf(cell.source).trim().split("\n");
    const telling = lines.find((line) => line.trim() !== "" && !/^\s*(\/\/|import\b)/.test(line));
    this.say(`${counter(place, of)} ${styleText("dim", visible(shortened(telling ?? lines[0]!, 88)))}`);
  }

  stream(name: "stdout" | "stderr", text: string): void {
    this.status.clear();
    (name === "stdout" ? process.stdout : process.stderr).write(text);
    this.lineOpen = text !== "" && !text.endsWith("\n");
  }

  update(text: string): void {
    if (this.lineOpen) return;
    const line = `    ${visible(text.split("\n")[0] ?? "")}`;
    if (process.stderr.isTTY) this.status.show(line, (shown) => styleText("dim", shown));
    else if (this.pause.ready()) process.stderr.write(`${line}\n`);
  }

  cellEnded({ place, of, result, expected, milliseconds }: CellEnd): void {
    const style: Style = result.status === "ok" || expected ? "green" : "red";
    const how = styleText(style, expected ? "failed, as it should" : result.status);
    this.say(`${counter(place, of)} ${how} ${styleText("dim", formatSeconds(milliseconds / 1000))}`);
  }

  say(line: string): void {
    this.status.clear();
    if (this.lineOpen) process.stderr.write("\n");
    this.lineOpen = false;
    process.stderr.write(`${line}\n`);
  }

  /** The last heading above a cell. */
  private sectionOf(cell: CodeCell): string {
    const above = this.notebook.cells.slice(0, this.notebook.cells.indexOf(cell)).reverse();
    for (const other of above) {
      if (other.cell_type !== "markdown") continue;
      const headings = textOf(other.source).match(/^#{1,6} .+$/gm);
      if (headings) return headings.at(-1)!.replace(/^#+ /, "");
    }
    return "";
  }
}

function counter(place: number, of: number): string {
  return styleText("cyan", `[${String(place).padStart(String(of).length)}/${of}]`);
}

function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
