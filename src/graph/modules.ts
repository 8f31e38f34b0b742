/* Stacks with their modules written out: each step with its path and the path of its weights. */
import { EspalierError } from "../errors";
import type { NormalGraph, NormalItem } from "../spec/normal";
import type { Place } from "./names";
import { placeIn } from "./names";
import { ownValue } from "./own-value";

/** One layer, saved model, head or network within of a stack. */
export interface Step extends Place {
  readonly item: Exclude<NormalItem, { kind: "module" }>;
  /** Whether it is a module's: what it names is inside that module. */
  readonly inModule: boolean;
}

/** A stack as it stands in the spec: a node's or a branch's. */
export interface StackSpec {
  readonly pointer: string;
  readonly items: readonly NormalItem[];
  /** Whether its one item is the node itself, and has no name of its own in paths. */
  readonly single?: boolean;
}

/** The steps of one node or one branch. */
export interface Stack {
  /** Of the node or the branch. */
  readonly place: Place;
  readonly spec: StackSpec;
  readonly steps: readonly Step[];
}

/** A stack with its steps. */
export function expandStack(place: Place, spec: StackSpec, modules: NormalGraph["modules"]): Stack {
  const [item] = spec.items;
  const placed = spec.single && item ? [{ item, place, inModule: false }] : inside(spec.items, place, false);
  return { place, spec, steps: writeOut(placed, modules) };
}

interface Placed {
  readonly item: NormalItem;
  readonly place: Place;
  readonly inModule: boolean;
}

/** The items of a stack, each at its own place. A network within is what it stands in. */
function inside(items: readonly NormalItem[], place: Place, inModule: boolean): Placed[] {
  return items.map((item) => ({
    item,
    place: item.kind === "network" ? place : placeIn(place, item.name),
    inModule,
  }));
}

/** With a list of what is still to be written out, the next one last: modules may go deeper than calls may. */
function writeOut(items: readonly Placed[], modules: NormalGraph["modules"]): Step[] {
  const steps: Step[] = [];
  const open = [...items].reverse();
  for (let next = open.pop(); next; next = open.pop()) {
    const { item, place, inModule } = next;
    if (item.kind !== "module") {
      steps.push({ item, ...place, inModule });
      continue;
    }
    const content = ownValue(modules, item.module);
    if (!content) {
      throw new EspalierError(`there is no module "${item.module}"`, {
        where: item.pointer,
        hint: "check the spec with checkGraph before it is normalised",
      });
    }
    const shared = { path: place.path, weights: `modules/${item.module}`, shared: item.module };
    const within = inside(content, item.share ? shared : place, true);
    for (let i = within.length - 1; i >= 0; i--) open.push(within[i]!);
  }
  return steps;
}
