/* A gate without labels: a dense layer whose logits decide on a route. */
import type { NormalLayer } from "../../spec/language";
import type { NormalGate, NormalGating } from "../../spec/normal";
import { pointerTo } from "../../spec/pointer";
import type { Build } from "../build";
import { enter } from "../build";
import type { GateNode } from "../ir";
import { inferLayer } from "../layers";
import type { Value } from "../layers/kind";
import { requireFloat, weightIf } from "../layers/kind";
import { linear } from "../linear";
import { isMessage } from "../message";
import * as messages from "../messages";
import { scheduledRange } from "../scheduled";
import type { Step } from "../modules";
import type { NodeKind } from "./kind";
import { leaf } from "./kind";

export const gate: NodeKind<"gate"> = {
  ...leaf,
  summary: ({ choices }) => `gate ${choices.length}`,
  look: ({ choices }) => ({ text: "gate", result: `${choices.length} choices`, isHead: false }),
  asLayer: () => undefined,
};

/** The dense layer of a gate, from the vector `[in]` that enters to a logit for each choice. */
export const projectionOfGate = ({ choices }: Pick<GateNode, "choices">): NormalLayer =>
  linear(choices.length);

/** The dense layer to the size of its noise, where that is learned: without a bias, zero at first. */
export const noiseOfGate = ({ choices }: Pick<GateNode, "choices">): NormalLayer => ({
  ...linear(choices.length),
  useBias: false,
  kernelInitializer: "zeros",
});

/** What a head or a gate does where it decides. */
export const gatingOf = ({ temperature, noise, balance }: NormalGating): NormalGating => ({
  temperature,
  noise,
  balance,
});

/** Whether what a head or a gate says of its temperature can be; false (and a problem) where not. */
export function checkGating(build: Build, { temperature }: NormalGating, pointer: string): boolean {
  if (scheduledRange(temperature).min > 0) return true;
  build.report.error(pointerTo(pointer, "temperature"), messages.temperatureOf0());
  return false;
}

/** The node of a gate; `undefined` if it has a problem (reported). */
export function buildGate(
  build: Build,
  step: Step,
  item: NormalGate,
  inputs: readonly Value[],
): GateNode | undefined {
  const { choices, pointer } = item;
  const gating = gatingOf(item);
  const [input] = inputs;
  const wrong =
    !input || inputs.length > 1
      ? messages.takesOne("gate", inputs)
      : (requireFloat("gate", input) ??
        (input.shape.length === 1 ? undefined : messages.gateNeedsVector(input.shape)));
  if (wrong) {
    build.report.error(pointer, wrong);
    return undefined;
  }
  if (choices.length < 2) {
    build.report.error(pointerTo(pointer, "choices"), messages.gateOfOne());
    return undefined;
  }
  if (!checkGating(build, gating, pointer)) return undefined;
  const dense = inferLayer(projectionOfGate({ choices }), inputs);
  if (isMessage(dense)) return undefined;
  const learned = weightIf(gating.noise === "learned", "noise", [input!.shape[0]!, choices.length], "zeros");
  const variables = build.variables.declare(step, step.weights, [...dense.weights, ...learned]);
  const declared = build.heads.at(step.path);
  if (!variables || !declared) return undefined;
  return enter(build, {
    kind: "gate",
    path: step.path,
    pointer,
    inputs: [input!.path],
    shape: [choices.length],
    dtype: "float32",
    variables,
    // Noise is made while training only, and is not counted, as dropout is not.
    flops: dense.flops,
    name: declared.name,
    choices,
    gating,
    branches: [],
  });
}
