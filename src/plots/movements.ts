import { colourOf, partPalette, quiet, translucent } from "../colours";
import { checkOptionKinds } from "../options";
import type { StepRecord } from "../train";
import type { Figure, JsonObject, Trace } from "./figure";
import { movedParts, type MovedPart } from "./moved-parts";
import { categoryRows } from "./rows";
import { escapeText, themed } from "./theme";

export interface MovementsOptions {
  /** Paths of the parts, a row each. Without it, the shortest paths whose weights moved in the same steps. */
  readonly parts?: readonly string[];
  readonly title?: string;
}

/** Steps on end in which the same mover moved the same share of a part. */
interface Bar {
  readonly row: number;
  /** Number of the first step among the records. */
  readonly from: number;
  /** Number after that of the last step. */
  readonly to: number;
  readonly part: MovedPart;
  readonly count: number;
}

/** Epochs are marked up to this many. */
const markedEpochs = 40;

/**
 * What moved when: a row for each part of the network, a column for each step, in the colour of whose turn it was (of the
 * phase, where nothing alternates). Paler where only some of the part's weights moved.
 *
 * @param steps what `train` told `onStep`, one after another
 * @throws EspalierError where there are no steps
 */
export function movements(steps: readonly StepRecord[], options: MovementsOptions = {}): Figure {
  checkOptionKinds("movements", options, { parts: "object", title: "string" });
  const parts = movedParts(steps, options.parts ? { parts: options.parts } : {});
  const movers = moversOf(steps);
  const data = movers.map((mover, number) =>
    trace(mover, colourOf(partPalette, number), barsOf(steps, parts, mover), steps),
  );
  const [first, last] = [steps[0]!.step, steps.at(-1)!.step];
  const alternates = steps.some(({ turn }) => turn !== undefined);
  const phases = steps.some(({ turn }) => turn === undefined);
  const colour = [...(alternates ? ["whose turn it was"] : []), ...(phases ? ["the phase"] : [])];
  const plot = 34 * parts.length + 20;
  return {
    data,
    layout: themed(
      options.title ?? "What moved when",
      `steps ${first} to ${last}; colour: ${colour.join(", or ")}${epochsOf(steps).length > 1 ? "; dotted: a new epoch" : ""}`,
      {
        height: plot + 180,
        margin: { l: 64, r: 24, t: 76, b: 104 },
        barmode: "overlay",
        xaxis: { title: { text: "step" }, range: [first - 0.5, last + 0.5], showgrid: false },
        yaxis: { ...categoryRows(parts.map(({ name }) => name)), showline: false },
        legend: { y: -64 / plot, traceorder: "normal" },
        shapes: epochLines(steps),
      },
    ),
  };
}

/** A turn of an alternation, else the phase. */
const moverOf = ({ turn, phase }: StepRecord): string => turn ?? phase;

/** Phases as they follow one another; turns by name, so that each has one colour whoever was drawn first. */
function moversOf(steps: readonly StepRecord[]): string[] {
  const turns = new Set(steps.flatMap(({ turn }) => turn ?? []));
  const phases = steps.filter(({ turn }) => turn === undefined).map(({ phase }) => phase);
  return [...new Set([...[...turns].sort(), ...phases])];
}

function barsOf(steps: readonly StepRecord[], parts: readonly MovedPart[], mover: string): Bar[] {
  return parts.flatMap((part, row) => {
    const bars: Bar[] = [];
    part.moved.forEach((count, number) => {
      if (count === 0 || moverOf(steps[number]!) !== mover) return;
      const before = bars.at(-1);
      if (before?.to === number && before.count === count) {
        bars[bars.length - 1] = { ...before, to: number + 1 };
      } else bars.push({ row, from: number, to: number + 1, part, count });
    });
    return bars;
  });
}

function trace(mover: string, colour: string, bars: readonly Bar[], steps: readonly StepRecord[]): Trace {
  return {
    type: "bar",
    orientation: "h",
    name: escapeText(mover),
    base: bars.map(({ from }) => steps[from]!.step - 0.5),
    x: bars.map(({ from, to }) => to - from),
    y: bars.map(({ row }) => row),
    width: 0.78,
    marker: {
      color: bars.map(({ count, part }) => (count < part.weights ? translucent(colour, 0.45) : colour)),
      line: { width: 0 },
    },
    customdata: bars.map(({ from, to, part, count }) => [
      escapeText(part.name),
      to - from === 1 ? `step ${steps[from]!.step}` : `steps ${steps[from]!.step} to ${steps[to - 1]!.step}`,
      `${count} of ${part.weights}`,
    ]),
    hovertemplate: `%{customdata[0]}, %{customdata[1]}: ${escapeText(mover)} moved %{customdata[2]} weights<extra></extra>`,
  };
}

/** The first steps of the epochs. */
function epochsOf(steps: readonly StepRecord[]): number[] {
  return steps.flatMap(({ step, epoch, phase }, number) => {
    const before = steps[number - 1];
    return before?.epoch === epoch && before.phase === phase ? [] : [step];
  });
}

function epochLines(steps: readonly StepRecord[]): JsonObject[] {
  const [, ...later] = epochsOf(steps);
  if (later.length >= markedEpochs) return [];
  return later.map((step) => ({
    type: "line",
    xref: "x",
    yref: "paper",
    x0: step - 0.5,
    x1: step - 0.5,
    y0: 0,
    y1: 1,
    line: { color: quiet, width: 1, dash: "dot" },
  }));
}
