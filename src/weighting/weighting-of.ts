import { OpenTable } from "../open-table";
import type { FilledWeighting, NormalWeighting, WeightingName } from "../spec/language";
import { weightings } from "./table.generated";
import type { Weighting } from "./weighting";

/** From its options to what it does. */
type AnyKind = (options: FilledWeighting) => Weighting;

// The table's type ties each weighting to its own options; a name from elsewhere loses that.
const builtIn = weightings as unknown as Readonly<Record<WeightingName, AnyKind>>;

/** The built-in weightings, and those of one's own. */
export const allWeightings = new OpenTable<WeightingName, AnyKind>("weighting", builtIn);

/** The weighting that a plan names. */
export function weightingOf(spec: NormalWeighting): Weighting {
  // Only one without options goes by its bare name.
  const options = (typeof spec === "string" ? { type: spec } : spec) as FilledWeighting;
  return allWeightings.get(options.type)(options);
}
