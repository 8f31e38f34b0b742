/* Schedules of turns of one's own. */
import type { RandomStream } from "../backend/random";
import type { OwnName } from "../open-table";
import { allSchedules, type Schedule, type TurnFacts } from "../turns";
import { enter } from "./definition";
import { useOf, type NoOptions, type OptionForms, type OptionValues, type OwnUse } from "./options";

/** A schedule of turns of one's own: what a built-in one is. */
export interface TurnsDefinition<Forms extends OptionForms = NoOptions> extends Pick<Schedule, "drawn"> {
  /** What a spec may say beside `type`, in the words of JSON Schema. */
  readonly options?: Forms;
  /** The order of one epoch: numbers of turns, one for each step; random draws come from `random` alone. */
  readonly order: (
    turns: TurnFacts,
    options: OptionValues<Forms> & { readonly random: RandomStream },
  ) => number[];
  /** How likely each turn is to have a step, in sum 1. Absent where each batch has one step in an epoch. */
  readonly chances?: (turns: TurnFacts, options: OptionValues<Forms>) => number[];
}

/**
 * Defines whose turn it is when branches alternate, which every alternation may then name:
 * `"alternate": { "schedule": "mine:backwards" }`. Defined again, the last definition counts from the next training on.
 *
 * @throws EspalierError where the definition lacks something
 */
export function defineTurns<const Forms extends OptionForms = NoOptions>(
  name: OwnName,
  definition: TurnsDefinition<Forms>,
): OwnUse<Forms> {
  const kinds = { options: "object", drawn: "boolean", order: "function", chances: "function" } as const;
  enter("turns", name, definition, kinds, ["drawn", "order"]);
  // The definition ties its functions to its options; a table of all schedules loses that.
  allSchedules.set(name, definition);
  return useOf(name);
}
