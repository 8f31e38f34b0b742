/* The branches of a route as they are written: shorthand, names, what enters them. */
import type { BranchSpec } from "../../spec/language";
import type { NormalBranch, NormalGraph, NormalRoute } from "../../spec/normal";
import { normalStack } from "../../spec/normalise/stack";
import { pointerTo } from "../../spec/pointer";
import type { Build } from "../build";
import type { Value } from "../layers/kind";
import type { Mention } from "./kind";
import type { Scope } from "./sources";
import { mentions, resolveSources, sourceNames } from "./sources";

/** @param entering what enters a branch that does not say */
export function normalBranch(
  key: string,
  spec: BranchSpec,
  pointer: string,
  entering: readonly string[],
): NormalBranch {
  if (Array.isArray(spec)) return { key, pointer, from: [...entering], items: normalStack(spec, pointer) };
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

/** Whether a node is, as it stands, a branch of some route: named in its `from`, and no layers follow. */
export function isBranchElsewhere(spec: NormalGraph, name: string): boolean {
  let names = bareBranches.get(spec);
  if (!names) {
    const routes = spec.nodes.filter((node) => node.kind === "route");
    const sources = routes.flatMap(({ branches }) =>
      branches.flatMap(({ from, items }) => (items.length === 0 ? from.slice(0, 1) : [])),
    );
    names = new Set(sources);
    bareBranches.set(spec, names);
  }
  return names.has(name);
}

/** Every route of a large spec asks. */
const bareBranches = new WeakMap<NormalGraph, ReadonlySet<string>>();
