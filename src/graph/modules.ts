/* Stacks with their modules written out: each step with its path and the path of its weights. */
import { EspalierError } from "../errors";
import type { NormalBranch, NormalGraph, NormalItem, NormalNode } from "../spec/normal";
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

/** The steps of one node or one branch. */
export interface Stack {
  /** Path of the node or the branch. */
  readonly path: string;
  /** The name of the node that it belongs to. */
  readonly node: string;
  readonly branch: string | undefined;
  readonly spec: NormalBranch | Extract<NormalNode, { kind: "stack" }>;
  readonly steps: readonly Step[];
}

/** Stacks by the node or the branch of the spec that they belong to. */
export type StackIndex = ReadonlyMap<Stack["spec"], Stack>;

/** Every stack of the graph, in the order of the spec. */
export function expandStacks({ nodes, modules }: NormalGraph): Stack[] {
  return nodes.flatMap((node): Stack[] => {
    const { name } = node;
    if (node.kind === "stack") {
      const [item] = node.items;
      const steps =
        node.single && item
          ? expandItem(item, { path: name, weights: name, shared: undefined }, modules)
          : expand(node.items, { path: name, weights: name, shared: undefined }, modules);
      return [{ path: name, node: name, branch: undefined, spec: node, steps }];
    }
    return node.branches.map((branch) => {
      const path = `${name}/${branch.key}`;
      const steps = expand(branch.items, { path, weights: path, shared: undefined }, modules);
      return { path, node: name, branch: branch.key, spec: branch, steps };
    });
  });
}

type Place = Omit<Step, "item">;

function expand(items: readonly NormalItem[], place: Place, modules: NormalGraph["modules"]): Step[] {
  return writeOut(inside(items, place), modules);
}

/** An item at its own place: itself, or what its module holds. */
function expandItem(item: NormalItem, place: Place, modules: NormalGraph["modules"]): Step[] {
  return writeOut([{ item, place }], modules);
}

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
