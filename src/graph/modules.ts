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
  return items.flatMap((item) => {
    const { path, weights, shared } = place;
    const own = { path: `${path}/${item.name}`, weights: `${weights}/${item.name}`, shared };
    return expandItem(item, own, modules);
  });
}

/** An item at its own place: itself, or what its module holds. */
function expandItem(item: NormalItem, place: Place, modules: NormalGraph["modules"]): Step[] {
  if (item.kind !== "module") return [{ item, ...place }];
  const content = ownValue(modules, item.module);
  if (!content) {
    throw new EspalierError(`there is no module "${item.module}"`, {
      where: item.pointer,
      hint: "check the spec with checkGraph before it is normalised",
    });
  }
  const shared = { path: place.path, weights: `modules/${item.module}`, shared: item.module };
  return expand(content, item.share ? shared : place, modules);
}
