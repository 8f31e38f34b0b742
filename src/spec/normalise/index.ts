import type {
  BranchSpec,
  From,
  GraphSpec,
  InputSpec,
  NodeSpec,
  RouteNode,
  StackNode,
  TargetSpec,
} from "../language";
import type { NormalBranch, NormalGraph, NormalInput, NormalNode, NormalTarget } from "../normal";
import { copyPlain } from "../plain";
import { pointerTo } from "../pointer";
import { filled } from "./defaults";
import { normalSingle, normalStack } from "./stack";
import { normalTraining } from "./training";

/** What each normal form was made from. No part of it: two ways to write one network have one normal form. */
const authors = new WeakMap<NormalGraph, GraphSpec>();

/**
 * The spec without shorthand: defaults filled in, single nodes as stacks, every layer named.
 *
 * Expects a spec that `parseGraph` or `checkGraph` found no error in. The result shares nothing with `spec`,
 * which stays as it is.
 */
export function normaliseGraph(spec: GraphSpec): NormalGraph {
  const written = copyPlain(spec);
  const normal = normalGraph(copyPlain(spec));
  authors.set(normal, written);
  return normal;
}

/** The spec that `normaliseGraph` made this from, as its author wrote it: what is saved with a model. */
export function authorSpec(normal: NormalGraph): GraphSpec | undefined {
  return authors.get(normal);
}

function normalGraph(spec: GraphSpec): NormalGraph {
  // Only ever used where there is exactly one: with several, a node without `from` is a problem.
  const implied = Object.keys(spec.inputs).slice(0, 1);
  return {
    name: spec.name ?? "",
    description: spec.description ?? "",
    tags: spec.tags ?? {},
    inputs: Object.entries(spec.inputs).map(([name, input]) => normalInput(name, input)),
    targets: Object.entries(spec.targets ?? {}).map(([name, target]) => normalTarget(name, target)),
    modules: Object.fromEntries(
      Object.entries(spec.modules ?? {}).map(([name, items]) => [
        name,
        normalStack(items, pointerTo("/modules", name)),
      ]),
    ),
    nodes: Object.entries(spec.nodes).map(([name, node]) => normalNode(name, node, implied)),
    training: normalTraining(spec.training),
    view: spec.view ?? {},
  };
}

function normalInput(name: string, spec: InputSpec): NormalInput {
  const { shape, dtype } = filled("InputSpec", spec, "dtype");
  return {
    name,
    pointer: pointerTo("/inputs", name),
    shape,
    dtype,
    when: { ...spec.when },
    scale: spec.scale,
  };
}

function normalTarget(name: string, spec: TargetSpec): NormalTarget {
  const pointer = pointerTo("/targets", name);
  if ("shape" in spec) return { kind: "values", name, pointer, shape: [...spec.shape] };
  if ("groups" in spec) {
    const groups = Object.entries(spec.classes).map(([group, members]) => ({
      name: group,
      members: [...members],
    }));
    return { kind: "groups", name, pointer, of: spec.groups, groups };
  }
  const classes =
    typeof spec.classes === "number"
      ? Array.from({ length: spec.classes }, (_, index) => String(index))
      : [...spec.classes];
  return { kind: "classes", name, pointer, classes };
}

function normalNode(name: string, spec: NodeSpec, implied: readonly string[]): NormalNode {
  const pointer = pointerTo("/nodes", name);
  if (isStack(spec)) {
    const items = normalStack(spec.layers, pointerTo(pointer, "layers"));
    return { kind: "stack", name, pointer, from: sources(spec.from, implied), items, single: false };
  }
  if (spec.type === "route") return normalRoute(name, spec, pointer, implied);
  const items = [normalSingle(spec, pointer)];
  return { kind: "stack", name, pointer, from: sources(spec.from, implied), items, single: true };
}

function normalRoute(name: string, spec: RouteNode, pointer: string, implied: readonly string[]): NormalNode {
  const entering = sources(spec.from, implied);
  return {
    kind: "route",
    name,
    pointer,
    by: typeof spec.by === "string" ? { head: spec.by } : { ...spec.by },
    branches: Object.entries(spec.branches).map(([key, branch]) =>
      normalBranch(key, branch, pointerTo(pointer, "branches", key), entering),
    ),
    decode: filled("RouteNode", spec, "decode").decode,
  };
}

function normalBranch(
  key: string,
  spec: BranchSpec,
  pointer: string,
  entering: readonly string[],
): NormalBranch {
  if (Array.isArray(spec)) return { key, pointer, from: [...entering], items: normalStack(spec, pointer) };
  const items = normalStack(spec.layers ?? [], pointerTo(pointer, "layers"));
  return { key, pointer, from: sources(spec.from, entering), items };
}

function sources(from: From | undefined, implied: readonly string[]): string[] {
  if (from === undefined) return [...implied];
  return typeof from === "string" ? [from] : [...from];
}

/** The one kind of node that needs no `type`. */
function isStack(spec: NodeSpec): spec is StackNode {
  return spec.type === undefined || spec.type === "stack";
}
