/* From a spec as its author wrote it to one without shorthand. */
import type { GraphSpec, HeadLayer, InputSpec, NetworkSpec, TargetSpec } from "../spec/language";
import type { NormalGraph, NormalInput, NormalNetwork, NormalTarget } from "../spec/normal";
import { filled } from "../spec/normalise/defaults";
import { normalStack } from "../spec/normalise/stack";
import { normalPad } from "../spec/normalise/pad";
import { normalTraining } from "../spec/normalise/training";
import { fillOver } from "../spec/normalise/over";
import { eachPart } from "../spec/normalise/parts";
import { copyPlain } from "../spec/plain";
import { pointerTo } from "../spec/pointer";
import { defaultLoss } from "./losses";
import { ENTERING } from "./names";
import { normaliseNode } from "./nodes";
import { ownValue } from "./own-value";

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
  const training = normalTraining(spec.training);
  const longest = Math.max(...training.phases.map(({ epochs }) => epochs));
  const written = { modules: spec.modules, nodes: spec.nodes };
  fillOver(written, longest);
  fillLabelLoss(written, spec.targets ?? {});
  return {
    name: spec.name ?? "",
    description: spec.description ?? "",
    tags: spec.tags ?? {},
    inputs: Object.entries(spec.inputs).map(([name, input]) => normalInput(name, input)),
    targets: Object.entries(spec.targets ?? {}).map(([name, target]) => normalTarget(name, target)),
    modules: Object.fromEntries(
      Object.entries(spec.modules ?? {}).map(([name, content]) => [
        name,
        Array.isArray(content)
          ? normalStack(content, pointerTo("/modules", name))
          : [normalNetwork(content, pointerTo("/modules", name))],
      ]),
    ),
    nodes: Object.entries(spec.nodes).map(([name, node]) =>
      normaliseNode(node, { name, pointer: pointerTo("/nodes", name), implied, network: normalNetwork }),
    ),
    training,
    view: spec.view ?? {},
  };
}

/** A head's own label smoothing is that of the loss which its target implies. In place. */
function fillLabelLoss(value: object, targets: Readonly<Record<string, TargetSpec>>): void {
  eachPart(value, (part) => {
    const { type, target, loss, labelSmoothing } = part as Partial<HeadLayer>;
    if (type !== "head" || target === undefined || loss !== undefined || labelSmoothing === undefined) return;
    const spec = ownValue(targets, target);
    if (spec && "labels" in spec) Object.assign(part, { loss: defaultLoss.labels });
  });
}

/** As deep as the text of a spec may go. */
function normalNetwork({ nodes, output }: NetworkSpec, pointer: string): NormalNetwork {
  const inside = pointerTo(pointer, "nodes");
  const place = { implied: [ENTERING], network: normalNetwork };
  return {
    kind: "network",
    pointer,
    nodes: Object.entries(nodes).map(([name, node]) =>
      normaliseNode(node, { ...place, name, pointer: pointerTo(inside, name) }),
    ),
    output,
  };
}

function normalInput(name: string, spec: InputSpec): NormalInput {
  const { shape, dtype, pad } = filled("InputSpec", spec, "dtype", "pad");
  return {
    name,
    pointer: pointerTo("/inputs", name),
    shape,
    dtype,
    when: { ...spec.when },
    scale: spec.scale,
    pad: normalPad(pad),
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
  if ("labels" in spec) return { kind: "labels", name, pointer, labels: namesOf(spec.labels) };
  return { kind: "classes", name, pointer, classes: namesOf(spec.classes) };
}

/** Names, or as many numbers as there are to be. */
function namesOf(given: readonly string[] | number): string[] {
  return typeof given === "number" ? Array.from({ length: given }, (_, index) => String(index)) : [...given];
}
