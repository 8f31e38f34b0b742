/* What a head or a gate says where it decides. */
import type { GateNode } from "../../graph/ir";
import { noiseOfGate } from "../../graph/nodes/gate";
import { gatingOf } from "../../graph/walk";
import type { Scheduled } from "../../spec/language";
import { scheduledFeed } from "../feeds";
import type { Register } from "../instruction";
import { calibratedLogits } from "./calibrated";
import type { Demand, Lowerer, ScopeName } from "./demand";
import { valueIn } from "./values";

/**
 * The logits of a head or a gate as they decide: with noise while training, at its temperature. For the rows of a scope.
 * An input is as it is.
 */
export function decidingLogits(scope: ScopeName, path: string, lowering: Lowerer): Demand {
  const node = lowering.index.node(path);
  const gating = gatingOf(node);
  if (!node || !gating) return valueIn(scope, path);
  const logits = node.kind === "head" ? calibratedLogits(scope, node) : valueIn(scope, path);
  const { temperature, noise } = gating;
  if (!lowering.request.training || noise === undefined) return tempered(logits, path, temperature);
  const input = valueIn(scope, node.inputs[0]!);
  const learned = noise === "learned";
  return {
    key: `deciding\n\n${logits.key}`,
    needs: () => (learned ? [logits, input] : [logits]),
    make: (lowering) => {
      const sizes = learned ? noiseSizes(node as GateNode, input, lowering) : undefined;
      return lowering.write({
        op: "gate",
        from: lowering.register(logits.key),
        temperature: scheduledFeed(`temperature:${path}`, temperature),
        random: `${path}/noise`,
        noise: noise === "gumbel" ? noise : "normal",
        ...(typeof noise !== "string" && { deviation: scheduledFeed(`noise:${path}`, noise) }),
        ...(sizes !== undefined && { sizes }),
      });
    },
  };
}

/** The logits of a gate at its temperature, without noise: what its probabilities as a value are made of. */
export const temperedLogits = (scope: ScopeName, { path, gating }: GateNode): Demand =>
  tempered(valueIn(scope, path), path, gating.temperature);

function tempered(logits: Demand, path: string, temperature: Scheduled): Demand {
  if (temperature === 1) return logits;
  return {
    key: `tempered\n\n${logits.key}`,
    needs: () => [logits],
    make: (lowering) =>
      lowering.write({
        op: "gate",
        from: lowering.register(logits.key),
        temperature: scheduledFeed(`temperature:${path}`, temperature),
        random: `${path}/noise`,
      }),
  };
}

/** The size of a gate's noise, before softplus: `[rows, choices]`. */
function noiseSizes(node: GateNode, input: Demand, lowering: Lowerer): Register {
  return lowering.write({
    op: "layer",
    layer: noiseOfGate(node),
    inputs: [lowering.register(input.key)],
    variables: [node.variables.at(-1)!],
    training: true,
    random: node.path,
  });
}
