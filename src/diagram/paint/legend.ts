/* What the signs of a drawing mean: those that it has, and its sums. */
import { fontSize, marksOf, markSize } from "../layout/size";
import { textWidth } from "../layout/text-width";
import type { Box, Picture, Training } from "../model";
import { phaseMark, sharingMark } from "./box";
import { fittedText } from "./fitted-text";
import { element } from "./svg";
import type { Colours } from "./theme";

const lineHeight = 19;

interface Entry {
  readonly sign: (x: number, y: number) => string;
  readonly said: string;
}

/** The other states of a box in a phase. */
const stateNames: readonly (readonly [Training, string])[] = [
  ["partly trained", "trained in part in that phase"],
  ["frozen", "frozen in that phase"],
  ["not reached", "not reached in that phase"],
];

/** Those that some box shows. */
function statesOf({ boxes, phases }: Picture): ReadonlySet<Training> {
  const found = new Set<Training>();
  const add = (box: Box) => {
    if (marksOf(box, phases.length) > box.facts.shares.length)
      box.facts.training.forEach((each) => found.add(each));
    box.boxes.forEach(add);
  };
  boxes.forEach(add);
  return found;
}

export interface Legend {
  readonly width: number;
  readonly height: number;
  readonly paint: (left: number, top: number) => string;
}

export function legendOf(picture: Picture, colours: Colours): Legend {
  const { ink, quiet } = colours;
  const line = (dash?: string) => (x: number, y: number) =>
    element("path", {
      d: `M${x - 8},${y + 7} h22`,
      stroke: quiet,
      "stroke-width": 1.5,
      "stroke-dasharray": dash,
    });
  const has = (role: string) => picture.edges.some((edge) => edge.role === role);
  const phase = (number: number, training: Training, said: string): Entry => {
    return { sign: (x, y) => phaseMark(String(number), training, x, y, colours), said };
  };
  const states = statesOf(picture);
  const entries: Entry[] = [
    ...(has("decides") ? [{ sign: line("5 4"), said: "says where samples go" }] : []),
    ...picture.shared.map(({ letter, name, uses }): Entry => {
      return { sign: (x, y) => sharingMark(letter, x, y, colours), said: `the same weights: ${name}, used ${uses} times` }; // prettier-ignore
    }),
    ...picture.phases.map((name, i) => phase(i + 1, "trained", `trained in phase ${i + 1}: ${name}`)),
    ...stateNames.flatMap(([state, said]) => (states.has(state) ? [phase(1, state, said)] : [])),
  ];
  const widest = [...entries.map(({ said }) => said), ...picture.totals].map((each) =>
    textWidth(each, fontSize.small),
  );
  return {
    width: Math.ceil(Math.max(0, ...widest)) + 44,
    height: 10 + lineHeight * (entries.length + picture.totals.length),
    paint: (left, top) =>
      [
        ...picture.totals.map((each, i) =>
          fittedText(each, "small", colours, { x: left, y: top + 10 + lineHeight * i, fill: ink }),
        ),
        ...entries.map(({ sign, said }, i) => {
          const y = top + lineHeight * (picture.totals.length + i);
          const at = { x: left + 16 + markSize, y: y + 11, fill: quiet };
          return sign(left + 8, y) + fittedText(said, "small", colours, at);
        }),
      ].join(""),
  };
}
