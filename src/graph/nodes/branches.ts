/* The branches of a route as they are written: shorthand, names, what enters them. */
import type { BranchSpec } from "../../spec/language";
import type { NormalBranch, NormalGraph, NormalItem, NormalNode, NormalRoute } from "../../spec/normal";
import { normalStack } from "../../spec/normalise/stack";
import { pointerTo } from "../../spec/pointer";
import type { Build, Scope } from "../build";
import type { Value } from "../layers/kind";
import type { Names } from "../names";
import { outputOf } from "../names";
import { ownValue } from "../own-value";
import type { Mention, NodePlace } from "./kind";
import { mentions, resolveSources, sourceNames } from "./sources";

/** @param entering what enters a branch that does not say */
export function normalBranch(
  key: string,
  spec: BranchSpec,
  pointer: string,
  entering: readonly string[],
  network: NodePlace["network"],
): NormalBranch {
  if (Array.isArray(spec)) return { key, pointer, from: [...entering], items: normalStack(spec, pointer) };
  if ("nodes" in spec) {
    return { key, pointer, from: sourceNames(spec.from, entering), items: [network(spec, pointer)] };
  }
  const items = normalStack(spec.layers ?? [], pointerTo(pointer, "layers"));
  return { key, pointer, from: sourceNames(spec.from, entering), items };
}

/** Whether all branches take in the same: it was most likely written once, at the route. */
function sharesSource({ branches }: NormalRoute): boolean {
  const [first, ...others] = branches.map(({ from }) => JSON.stringify(from));
  return others.length > 0 && others.every((other) => other === first);
}

/** Every name in the `from` of a route or of its branches, and where it stands. */
export function branchMentions(route: NormalRoute): Mention[] {
  const [first] = route.branches;
  if (first && sharesSource(route)) return mentions(first.from, route.pointer);
  return route.branches.flatMap((branch) => mentions(branch.from, branch.pointer));
}

/** The values that enter a branch; `undefined` if one of them has a problem, or not every sample of the branch has it. */
export function branchSources(
  build: Build,
  route: NormalRoute,
  { from, pointer }: NormalBranch,
  scope: Scope,
): Value[] | undefined {
  // An input that no branch can have is one slip, at the route.
  const ownTag = (tag: string) => typeof scope === "object" && scope.tag === tag;
  const place = (tag: string) => (sharesSource(route) && !ownTag(tag) ? route.pointer : pointer);
  return resolveSources(build, from, scope, place);
}

/**
 * The target of the head that a stack ends in, where it says no `within`: in a branch that is written once for several, the
 * group that leads there says it. `undefined` for any other end.
 */
export function openTarget(
  items: readonly NormalItem[],
  modules: NormalGraph["modules"],
): string | undefined {
  for (let item = items.at(-1); item;) {
    if (item.kind === "head") return item.within === undefined ? item.target : undefined;
    if (item.kind === "module") item = ownValue(modules, item.module)?.at(-1);
    else if (item.kind === "network") {
      const name = outputOf(item);
      const output: NormalNode | undefined = item.nodes.find((node) => node.name === name);
      item = output && "items" in output ? output.items.at(-1) : undefined;
    } else return undefined;
  }
  return undefined;
}

/**
 * Whether a node of a body is, as it stands, a branch of some route there or in the networks inside: named in its `from`, and
 * no layers follow.
 */
export function isBranchElsewhere({ nodes }: Names, name: string): boolean {
  let names = bareBranches.get(nodes);
  if (!names) {
    names = new Set([...nodes.values()].flatMap(bareBranchesOf));
    bareBranches.set(nodes, names);
  }
  return names.has(name);
}

function bareBranchesOf(node: NormalNode): string[] {
  if (!("branches" in node)) return [];
  return node.branches.flatMap(({ from, items: [first] }) =>
    first ? (first.kind === "network" ? first.nodes.flatMap(bareBranchesOf) : []) : from.slice(0, 1),
  );
}

/** Every route of a large spec asks. */
const bareBranches = new WeakMap<Names["nodes"], ReadonlySet<string>>();
