import type { FilledWeighting, NormalWeighting, WeightingName } from "../spec/language";
import { weightings } from "./table.generated";
import type { Weighting, WeightingKind } from "./weighting";

/** The weighting that a plan names. */
export function weightingOf(spec: NormalWeighting): Weighting {
  // Only one without options goes by its bare name.
  const options = (typeof spec === "string" ? { type: spec } : spec) as FilledWeighting;
  return made(options.type, options);
}

function made<T extends WeightingName>(type: T, options: Parameters<WeightingKind<T>>[0]): Weighting {
  return weightings[type](options);
}
