/* A box: its frame, its lines, its marks, and what it says when it is pointed at. */
import type { Box, BoxKind, Picture, Training } from "../model";
import type { Placed } from "../layout/layout";
import { factsText, markSize, marksOf, padding, type Line } from "../layout/size";
import { fittedText } from "./fitted-text";
import { element, text, titleOf } from "./svg";
import type { Colours } from "./theme";

type Attributes = Readonly<Record<string, string | number>>;

/** How the frame of a kind of box looks. */
const frames: Readonly<Record<BoxKind, (colours: Colours, box: Box) => Attributes>> = {
  input: ({ quiet, input }) => ({ rx: 14, fill: input, stroke: quiet }),
  layers: ({ ink, box }) => ({ rx: 5, fill: box, stroke: ink }),
  network: ({ quiet }) => ({ rx: 8, fill: quiet, "fill-opacity": 0.06, stroke: quiet }),
  route: ({ quiet }) => ({ rx: 8, fill: "none", stroke: quiet, "stroke-dasharray": "2 3" }),
  decision: ({ ink, decision }) => ({ fill: decision, stroke: ink }),
  branch: (colours, { branch = 0 }) => {
    const colour = colours.branch(branch);
    return { rx: 5, fill: colour, "fill-opacity": 0.08, stroke: colour, "stroke-width": 1.5 };
  },
  merge: ({ ink, box }) => ({ rx: 5, fill: box, stroke: ink }),
};

type Rectangle = Pick<Placed, "left" | "top" | "width" | "height">;

function frame(kind: BoxKind, { left, top, width, height }: Rectangle, attributes: Attributes): string {
  if (kind !== "decision") return element("rect", { x: left, y: top, width, height, ...attributes });
  const [x, y] = [left + width / 2, top + height / 2];
  const d = `M${left},${y} L${x},${top} L${left + width},${y} L${x},${top + height} z`;
  return element("path", { d, ...attributes });
}

/** A box without what it holds. */
export function paintBox(box: Box, place: Placed, picture: Picture, colours: Colours): string {
  const { left, top, said, width } = place;
  const { ink, rule } = colours;
  const { header, lines } = said;
  const isDiamond = box.kind === "decision";
  const look = frames[box.kind](colours, box);
  const underTitle = header > 0 && box.rows.length > 0 && !isDiamond;
  const parts = [
    titleOf(describe(box, picture)),
    // One that stands for several is a stack of them.
    ...(box.count > 1
      ? [6, 3].map((by) => frame(box.kind, moved(place, by), { ...look, fill: "none" }))
      : []),
    frame(box.kind, place, look),
    ...(isDiamond
      ? [fittedText(lines[0]?.text ?? "", "text", colours, { x: left + width / 2, y: top + place.height / 2 + 4, "text-anchor": "middle", fill: ink })] // prettier-ignore
      : lines.map((line) => paintLine(line, place, colours))),
    underTitle ? element("path", { d: `M${left},${top + header - 2} h${width}`, stroke: rule }) : "",
    ...paintMarks(box, place, picture, colours),
  ];
  const fold = box.fold && { "data-fold": box.fold.id, "data-folded": String(box.fold.folded) };
  return element("g", { "data-box": box.id, ...fold }, ...parts);
}

const moved = ({ left, top, width, height }: Placed, by: number): Rectangle => {
  return { left: left + by, top: top + by, width, height };
};

const weights = { title: "bold", head: "bold", heading: "text", row: "text", note: "small" } as const;

function paintLine(
  { text: said, end, style, left, baseline }: Line,
  place: Placed,
  colours: Colours,
): string {
  const y = place.top + baseline;
  const fill = style === "note" ? colours.quiet : colours.ink;
  const slant = style === "heading" ? { "font-style": "italic" } : {};
  const right = { x: place.left + place.width - padding, y, "text-anchor": "end", fill: colours.quiet };
  return [
    fittedText(said, weights[style], colours, { x: place.left + left, y, fill, ...slant }),
    fittedText(end, "text", colours, right),
  ].join("");
}

/** From the right end of the title: phases, and before them letters of shared weights. */
function paintMarks(box: Box, place: Placed, picture: Picture, colours: Colours): string[] {
  const phases = picture.phases.length;
  const marks = marksOf(box, phases);
  if (marks === 0 || place.said.header === 0) return [];
  const x = (i: number) => place.left + place.width - padding - (marks - i) * (markSize + 2);
  const y = place.top + 5;
  const shares = box.facts.shares.map((letter, i) => sharingMark(letter, x(i), y, colours));
  const training = marks > shares.length ? box.facts.training : [];
  return [
    ...shares,
    ...training.map((each, i) => phaseMark(String(i + 1), each, x(shares.length + i), y, colours)),
  ];
}

/** A letter in a ring: all boxes with it have these weights in common. */
export function sharingMark(letter: string, x: number, y: number, { ink, box }: Colours): string {
  const [cx, cy, r] = [x + markSize / 2, y + markSize / 2, markSize / 2];
  return [
    element("circle", { cx, cy, r, fill: box, stroke: ink, "stroke-width": 1.5 }),
    text(letter, { x: cx, y: cy + 3.5, "text-anchor": "middle", "font-size": 9, "font-weight": "bold", fill: ink }), // prettier-ignore
  ].join("");
}

/** The number of a phase: on a dark ground what it trains, on half of one what it trains in part; crossed out what is frozen. */
export function phaseMark(
  number: string,
  training: Training,
  x: number,
  y: number,
  colours: Colours,
): string {
  const { ink, quiet, box } = colours;
  const frame = { x, y, width: markSize, height: markSize, rx: 2 };
  const at = { x: x + markSize / 2, y: y + 10.5, "text-anchor": "middle", "font-size": 9 };
  const isTrained = training === "trained";
  const isIdle = training === "not reached" || training === "none";
  const parts = [
    element("rect", { ...frame, fill: isTrained ? ink : box, stroke: isIdle ? quiet : ink, "stroke-dasharray": isIdle ? "1 2" : undefined }), // prettier-ignore
    training === "partly trained"
      ? element("rect", { ...frame, y: y + markSize - 4, height: 4, rx: 0, fill: ink })
      : "",
    text(number, { ...at, fill: isTrained ? box : isIdle ? quiet : ink }),
    training === "frozen"
      ? element("path", { d: `M${x + 1},${y + markSize - 1} l${markSize - 2},${2 - markSize}`, stroke: ink, "stroke-width": 1.2 }) // prettier-ignore
      : "",
  ];
  return parts.join("");
}

const kindNames: Readonly<Record<BoxKind, string>> = {
  input: "input",
  layers: "node",
  network: "network",
  route: "route",
  decision: "decision",
  branch: "branch",
  merge: "value of the route",
};

/** All that a box has to say, a line each. */
function describe({ id, kind, title, count, notes, rows, facts, fold }: Box, picture: Picture): string {
  const trained = picture.phases.flatMap((phase, i) => {
    const each = facts.training[i];
    return each === undefined || each === "none" ? [] : [`phase ${i + 1} (${phase}): ${each}`];
  });
  const shared = picture.shared.filter(({ letter }) => facts.shares.includes(letter));
  return [
    `${kindNames[kind]} ${kind === "decision" ? title : id.replace(/#.*$/, "")}${count > 1 ? ` × ${count}` : ""}`,
    ...notes,
    ...rows.map((row) => [row.text, row.shape].filter((part) => part !== "").join(": ")),
    factsText(facts),
    ...(facts.frozen ? ["frozen: no phase trains it"] : []),
    ...trained,
    ...shared.map(({ letter, name, uses }) => `${letter}: weights of ${name}, used ${uses} times`),
    ...(fold?.folded ? ["folded"] : []),
  ]
    .filter((line) => line !== "")
    .join("\n");
}
