/* The inputs, and the samples that have them. */
import type { NormalGraph } from "../spec/normal";
import { pointerTo } from "../spec/pointer";
import type { Input } from "./ir";
import * as messages from "./messages";
import { ownValue } from "./own-value";
import type { ProblemReport } from "./report";
import { scaleWeights } from "./scale";
import type { VariableRegistry } from "./variables";

/** All inputs that have no problem, by name. Statistics of those that are scaled are entered as variables. */
export function resolveInputs(
  spec: NormalGraph,
  report: ProblemReport,
  registry: VariableRegistry,
): Map<string, Input> {
  const inputs = new Map<string, Input>();
  for (const { name, pointer, shape, dtype, when, scale } of spec.inputs) {
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
    const statistics = scaled && sound ? scaleWeights(shape) : [];
    const variables = registry.declareAlone(pointer, `${name}/scale`, statistics);
    if (sound && variables) {
      inputs.set(name, { name, pointer, shape, dtype, when: conditions, scale, variables });
    }
  }
  return inputs;
}
