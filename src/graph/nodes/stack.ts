/* A stack of layers, saved models and heads -> nodes. */
import { pointerTo } from "../../spec/pointer";
import type { Build } from "../build";
import { enter } from "../build";
import { buildHead } from "./head";
import type { Node } from "../ir";
import { inferLayer } from "../layers";
import type { Value } from "../layers/kind";
import { buildLoad } from "./load";
import type { Message } from "../message";
import { isMessage } from "../message";
import * as messages from "../messages";
import type { Stack, Step } from "../modules";

export interface BuiltStack {
  readonly body: readonly Node[];
  /** Its last value; what enters, if the stack is empty. */
  readonly output: Value;
}

/** The nodes of a stack over the values that enter it; `undefined` if one of them has a problem, which is reported. */
export function buildStack(build: Build, stack: Stack, sources: readonly Value[]): BuiltStack | undefined {
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
export function refuse(build: Build, step: Step, { message, hint }: Message): void {
  const where = step.item.pointer.startsWith("/modules/") ? ` (as ${step.path})` : "";
  build.report.error(step.item.pointer, { message: message + where, hint });
}
