/* A stack of layers, saved models and heads: what an author writes where no other kind of node is meant. */
import type { StackNode } from "../../spec/language";
import { normalSingle, normalStack } from "../../spec/normalise/stack";
import { pointerTo } from "../../spec/pointer";
import type { Build, Built } from "../build";
import { enter, placeOf } from "../build";
import { declareHeads } from "../declare";
import { buildGate } from "./gate";
import { buildHead } from "./head";
import type { Node } from "../ir";
import { inferLayer, maskOf } from "../layers";
import type { Value } from "../layers/kind";
import type { NodeKind, SpecOf } from "./kind";
import { buildLoad } from "./load";
import type { Message } from "../message";
import { isMessage } from "../message";
import * as messages from "../messages";
import type { StackSpec, Step } from "../modules";
import { expandStack } from "../modules";
import type { Place } from "../names";
import { mentions, resolveSources, sourceNames } from "./sources";

export const stack: NodeKind<"stack"> = {
  normalise(spec, { name, pointer, implied }) {
    const from = sourceNames(spec.from, implied);
    if (hasLayers(spec)) {
      const items = normalStack(spec.layers, pointerTo(pointer, "layers"));
      return { kind: "stack", name, pointer, from, items, single: false };
    }
    return { kind: "stack", name, pointer, from, items: [normalSingle(spec, pointer)], single: true };
  },
  mentions: ({ from, pointer }) => mentions(from, pointer),
  needsFirst: () => [],
  stacks: (node) => [node],
  build: (build, node) =>
    buildStack(build, placeOf(build, node.name), node, () =>
      resolveSources(build, node.from, "all", () => node.pointer),
    ),
};

/** A list of layers, in contrast to one layer, head, module or saved model. */
function hasLayers(spec: SpecOf<"stack">): spec is StackNode {
  return spec.type === undefined || spec.type === "stack";
}

/**
 * The nodes of a stack over the values that enter it; `undefined` if one of them has a problem, which is reported. The
 * output is its last value; what enters, if the stack is empty.
 */
export function buildStack(
  build: Build,
  place: Place,
  spec: StackSpec,
  resolve: () => readonly Value[] | undefined,
): Built | undefined {
  const stack = expandStack(place, spec, build.spec.modules);
  for (const head of declareHeads(stack, build.branches.at(-1)?.path)) build.heads.add(head);
  let current = resolve();
  if (!current) return undefined;
  const body: Node[] = [];
  for (const step of stack.steps) {
    const built = buildStep(build, step, current);
    if (!built) return undefined;
    for (const node of built.body) body.push(node);
    current = [built.output];
  }
  const [output, ...others] = current;
  if (!output) return undefined;
  if (others.length > 0) {
    build.report.error(pointerTo(spec.pointer, "from"), messages.nothingMerges(current));
    return undefined;
  }
  // Of a module's own stacks the one that uses it speaks.
  if (!spec.pointer.startsWith("/modules/")) build.made.stacks.push({ stack, body });
  return { body, output };
}

/** What one node is. */
const single = (node: Node | undefined): Built | undefined => node && { body: [node], output: node };

function buildStep(build: Build, step: Step, inputs: readonly Value[]): Built | undefined {
  const { item } = step;
  switch (item.kind) {
    case "layer": {
      const outcome = inferLayer(item.layer, inputs);
      if (isMessage(outcome)) {
        refuse(build, step, outcome);
        return undefined;
      }
      const variables = build.variables.declare(step, step.weights, outcome.weights);
      const node =
        variables &&
        enter(build, {
          kind: "layer",
          path: step.path,
          pointer: item.pointer,
          inputs: inputs.map((input) => input.path),
          shape: outcome.shape,
          dtype: outcome.dtype,
          variables,
          flops: outcome.flops,
          layer: item.layer,
          branches: [],
          ...maskOf(item.layer, inputs),
        });
      return single(node);
    }
    case "load": {
      const body = buildLoad(build, step, item, inputs);
      const output = body?.at(-1);
      return body && output && { body, output };
    }
    case "head":
      return single(buildHead(build, step, item, inputs));
    case "gate":
      return single(buildGate(build, step, item, inputs));
    case "network":
      return build.network(build, step, item, inputs);
  }
}

/** Reports a problem at a step; one in what was written once for several also says in which of them. */
function refuse(build: Build, step: Step, { message, hint }: Message): void {
  const where = build.copies > 0 || step.item.pointer.startsWith("/modules/") ? ` (as ${step.path})` : "";
  build.report.error(step.item.pointer, { message: message + where, hint });
}
