import { approachPalette, colourOf } from "../colours";
import { EspalierError } from "../errors";
import { checkChoice, checkOptionKinds } from "../options";
import type { Figure, Trace } from "./figure";
import { escapeText, themed } from "./theme";

/** Numbers to draw as a line. */
export interface Line {
  /** In the legend. Lines of one name share a colour and an entry there: runs from several seeds, say. */
  readonly name: string;
  readonly y: ArrayLike<number>;
  /** 1, 2, … without it. */
  readonly x?: ArrayLike<number>;
  /**
   * `stairs` keeps a value until the next one; `points` draws no line at all, only marks, and `marked` both.
   * @default "line"
   */
  readonly as?: "line" | "dashed" | "dotted" | "stairs" | "points" | "marked";
}

export interface LinesOptions {
  readonly title?: string;
  readonly subtitle?: string;
  /** What the axes are called. */
  readonly x?: string;
  readonly y?: string;
}

const looks: Readonly<Record<NonNullable<Line["as"]>, { mode: string; line: object }>> = {
  line: { mode: "lines", line: {} },
  dashed: { mode: "lines", line: { dash: "dash" } },
  dotted: { mode: "lines", line: { dash: "dot" } },
  stairs: { mode: "lines", line: { shape: "hv" } },
  points: { mode: "markers", line: {} },
  marked: { mode: "lines+markers", line: {} },
};

/**
 * Numbers of one's own as lines, in the look of all figures.
 *
 * ```ts
 * await show(plots.lines([{ name: "measured", y: slopes }, { name: "claimed", y: claims, as: "dashed" }], { x: "step" }));
 * ```
 *
 * @throws EspalierError where there is no line, or one has not as many x as y
 */
export function lines(given: readonly Line[], options: LinesOptions = {}): Figure {
  checkOptionKinds("lines", options, {
    title: "string",
    subtitle: "string",
    x: "string",
    y: "string",
  });
  if (given.length === 0) throw new EspalierError("lines: there is nothing to draw");
  const names = [...new Set(given.map(({ name }) => name))];
  const firsts = new Set(names.map((name) => given.find((line) => line.name === name)));
  const { title = "", subtitle = "", x = "", y = "" } = options;
  return {
    data: given.map((line) =>
      traceOf(line, colourOf(approachPalette, names.indexOf(line.name)), firsts.has(line)),
    ),
    layout: themed(title, subtitle, {
      height: 420,
      xaxis: { title: { text: escapeText(x) } },
      yaxis: { title: { text: escapeText(y) } },
      showlegend: names.length > 1,
    }),
  };
}

function traceOf({ name, x, y, as = "line" }: Line, color: string, inLegend: boolean): Trace {
  checkChoice("lines", "as", as, Object.keys(looks));
  if (x && x.length !== y.length) {
    throw new EspalierError(`lines: "${name}" has ${x.length} x and ${y.length} y`, {
      hint: "give as many of both",
    });
  }
  const { mode, line } = looks[as];
  return {
    type: "scatter",
    mode,
    name: escapeText(name),
    legendgroup: escapeText(name),
    showlegend: inLegend,
    x: Array.from(x ?? y, (value, i) => (x ? value : i + 1)),
    // JSON has no NaN: what is no number is a gap.
    y: Array.from(y, (value) => (Number.isFinite(value) ? value : null)),
    ...(mode.includes("lines") && { line: { color, width: 2, ...line } }),
    ...(mode.includes("markers") && { marker: { color, size: 7 } }),
  };
}
