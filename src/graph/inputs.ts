/* The inputs: the samples that have them, and the statistics of those that are brought to a common scale. */
import type { NormalGraph } from "../spec/normal";
import { pointerTo } from "../spec/pointer";
import type { Input, Shape } from "./ir";
import type { Weight } from "./layers/kind";
import type { Message } from "./message";
import * as messages from "./messages";
import { ownValue } from "./own-value";
import type { ProblemReport } from "./report";
import type { VariableRegistry } from "./variables";

/** All inputs that have no problem, by name. Statistics of those that are scaled are entered as variables. */
export function resolveInputs(
  spec: NormalGraph,
  report: ProblemReport,
  registry: VariableRegistry,
): Map<string, Input> {
  const inputs = new Map<string, Input>();
  for (const { name, pointer, shape, dtype, when, scale, pad } of spec.inputs) {
    const conditions: Record<string, number> = {};
    let sound = true;
    for (const [tag, value] of Object.entries(when)) {
      const values = ownValue(spec.tags, tag);
      const number = values?.indexOf(value) ?? -1;
      if (number >= 0) {
        conditions[tag] = number;
        continue;
      }
      sound = false;
      const message = values
        ? messages.unknownTagValue(tag, value, values)
        : messages.unknownTag(tag, Object.keys(spec.tags));
      report.error(pointerTo(pointer, "when", tag), message);
    }
    const scaled = scale === "standard" || scale === "minMax";
    if (scaled && dtype === "int32") {
      sound = false;
      report.error(pointerTo(pointer, "scale"), messages.scaleOfIntegers(name));
    }
    const refused = pad && cannotPad(name, shape, dtype, pad.value);
    if (refused) {
      sound = false;
      report.error(pointerTo(pointer, "pad"), refused);
    }
    const statistics = scaled && sound ? scaleWeights(shape) : [];
    const variables = registry.declareAlone(pointer, `${name}/scale`, statistics);
    if (sound && variables) {
      const mask = pad && { mask: { from: "lengths", axes: 1 } as const };
      inputs.set(name, { name, pointer, shape, dtype, when: conditions, scale, pad, ...mask, variables });
    }
  }
  return inputs;
}

/** What is wrong with how an input is to be padded. */
function cannotPad(name: string, shape: Shape, dtype: Input["dtype"], value: number): Message | undefined {
  if (shape.length === 0) return messages.padsNoSteps(name);
  return dtype === "int32" && !Number.isInteger(value) ? messages.padsWithNoInteger(name, value) : undefined;
}

/**
 * The statistics of one input: variables of the network that no training step moves. `(value - shift) / divisor`, for
 * each position of the last axis (one for all of a single number).
 *
 * `count` is the number of samples that the statistics come from: 0 until a training has found them, and the values go
 * in as they are till then.
 */
export function scaleWeights(shape: Shape): readonly [shift: Weight, divisor: Weight, count: Weight] {
  const own = shape.slice(-1);
  return [
    { name: "shift", shape: own, initializer: "zeros", trainable: false },
    { name: "divisor", shape: own, initializer: "ones", trainable: false },
    { name: "count", shape: [], initializer: "zeros", trainable: false },
  ];
}
