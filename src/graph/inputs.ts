/* The inputs, and the samples that have them. */
import type { NormalGraph } from "../spec/normal";
import { pointerTo } from "../spec/pointer";
import type { Input } from "./ir";
import * as messages from "./messages";
import { ownValue } from "./own-value";
import type { ProblemReport } from "./report";

/** All inputs that have no problem, by name. */
export function resolveInputs(spec: NormalGraph, report: ProblemReport): Map<string, Input> {
  const inputs = new Map<string, Input>();
  for (const { name, pointer, shape, dtype, when } of spec.inputs) {
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
    if (sound) inputs.set(name, { name, pointer, shape, dtype, when: conditions });
  }
  return inputs;
}
