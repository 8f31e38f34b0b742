/* A stack of layers, saved models and heads: what an author writes where no other kind of node is meant. */
import type { StackNode } from "../../spec/language";
import { normalSingle, normalStack } from "../../spec/normalise/stack";
import { pointerTo } from "../../spec/pointer";
import type { Build } from "../build";
import { enter } from "../build";
import { buildHead } from "./head";
import type { Node } from "../ir";
import { inferLayer, maskOf } from "../layers";
import type { Value } from "../layers/kind";
import type { Built, NodeKind, SpecOf } from "./kind";
import { buildLoad } from "./load";
import type { Message } from "../message";
import { isMessage } from "../message";
import * as messages from "../messages";
import type { Stack, Step } from "../modules";
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
  stacks: (node) => [{ path: node.name, node: node.name, branch: undefined, spec: node }],
  build(build, node, stacks) {
    const expanded = stacks.get(node);
    const sources = resolveSources(build, node.from, "all", () => node.pointer);
    return expanded && sources && buildStack(build, expanded, sources);
  },
};

/** A list of layers, in contrast to one layer, head, module or saved model. */
function hasLayers(spec: SpecOf<"stack">): spec is StackNode {
  return spec.type === undefined || spec.type === "stack";
}

/**
 * The nodes of a stack over the values that enter it; `undefined` if one of them has a problem, which is reported. The
 * output is its last value; what enters, if the stack is empty.
 */
export function buildStack(build: Build, stack: Stack, sources: readonly Value[]): Built | undefined {
  const body: Node[] = [];
  let current = sources;
  for (const step of stack.steps) {
    const nodes = buildStep(build, step, current);
    if (!nodes) return undefined;
    body.push(...nodes);
    current = nodes.slice(-1);
  }
  const [output, ...others] = current;
  if (!output) return undefined;
  if (others.length > 0) {
    build.report.error(pointerTo(stack.spec.pointer, "from"), messages.nothingMerges(current));
    return undefined;
  }
  return { body, output };
}

function buildStep(build: Build, step: Step, inputs: readonly Value[]): readonly Node[] | undefined {
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
      return node && [node];
    }
    case "load":
      return buildLoad(build, step, item, inputs);
    case "head": {
      const head = buildHead(build, step, item, inputs);
      return head && [head];
    }
  }
}

/** Reports a problem at a step; one in a module also says in which use of it. */
function refuse(build: Build, step: Step, { message, hint }: Message): void {
  const where = step.item.pointer.startsWith("/modules/") ? ` (as ${step.path})` : "";
  build.report.error(step.item.pointer, { message: message + where, hint });
}
