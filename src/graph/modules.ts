/* Stacks with their modules written out: each step with its path and the path of its weights. */
import { EspalierError } from "../errors";
import type { NormalGraph, NormalItem } from "../spec/normal";
import { ownValue } from "./own-value";

/** One layer, saved model or head of a stack. */
export interface Step {
  readonly item: Exclude<NormalItem, { kind: "module" }>;
  /** `node/module/layer`. */
  readonly path: string;
  /** What its variables' paths begin with: `path`, or `modules/name/…` inside a shared module. */
  readonly weights: string;
  /** The shared module that it stands in. */
  readonly shared: string | undefined;
}

/** A stack as it stands in the spec: a node's or a branch's. */
export interface StackSpec {
  readonly pointer: string;
  readonly items: readonly NormalItem[];
  /** Whether its one item is the node itself, and has no name of its own in paths. */
  readonly single?: boolean;
}

/** A stack and where it belongs. */
export interface StackPlace {
  /** Path of the node or the branch. */
  readonly path: string;
  /** The name of the node that it belongs to. */
  readonly node: string;
  readonly branch: string | undefined;
  readonly spec: StackSpec;
}

/** The steps of one node or one branch. */
export interface Stack extends StackPlace {
  readonly steps: readonly Step[];
}

/** Stacks by the node or the branch of the spec that they belong to. */
export type StackIndex = ReadonlyMap<StackSpec, Stack>;

/** Stacks with their steps, in the same order. */
export function expandStacks(places: readonly StackPlace[], modules: NormalGraph["modules"]): Stack[] {
  return places.map((place) => {
    const { path, spec } = place;
    const [item] = spec.items;
    const own = { path, weights: path, shared: undefined };
    const placed = spec.single && item ? [{ item, place: own }] : inside(spec.items, own);
    return { ...place, steps: writeOut(placed, modules) };
  });
}

type Place = Omit<Step, "item">;

interface Placed {
  readonly item: NormalItem;
  readonly place: Place;
}

/** The items of a stack, each at its own place. */
function inside(items: readonly NormalItem[], { path, weights, shared }: Place): Placed[] {
  return items.map((item) => ({
    item,
    place: { path: `${path}/${item.name}`, weights: `${weights}/${item.name}`, shared },
  }));
}

/** With a list of what is still to be written out, the next one last: modules may go deeper than calls may. */
function writeOut(items: readonly Placed[], modules: NormalGraph["modules"]): Step[] {
  const steps: Step[] = [];
  const open = [...items].reverse();
  for (let next = open.pop(); next; next = open.pop()) {
    const { item, place } = next;
    if (item.kind !== "module") {
      steps.push({ item, ...place });
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
    const within = inside(content, item.share ? shared : place);
    for (let i = within.length - 1; i >= 0; i--) open.push(within[i]!);
  }
  return steps;
}
