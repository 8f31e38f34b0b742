/* What a schedule of turns promises: an order of one epoch, in which only turns with samples stand. */
import { randomStream } from "../backend/random";
import type { OwnTurns, OwnTurnsName, ScheduleName, ScheduleSpec } from "../spec/language";
import { scheduleOf, type FilledSchedule, type TurnFacts } from "../turns";
import { around } from "./around";
import { fail, type Promises, type Sort } from "./sort";

/** A schedule of turns as an alternation writes it. */
export type GivenTurns = ScheduleName | ScheduleSpec | OwnTurnsName | OwnTurns;

const cases: Readonly<Record<string, TurnFacts>> = {
  "three turns": { batches: [4, 1, 3], samples: [16, 3, 10], losses: [0.5, 2, undefined] },
  "a turn without samples": { batches: [3, 0, 2], samples: [9, 0, 6], losses: [1, undefined, 0] },
  "one turn": { batches: [3], samples: [9], losses: [undefined] },
  "no samples at all": { batches: [0, 0], samples: [0, 0], losses: [undefined, undefined] },
};

const epochs = 300;

const promisesOf = (schedule: FilledSchedule, seed: number): Promises => {
  const orderOf = (facts: TurnFacts, epoch = 0) => schedule.order(facts, randomStream(seed, "turns", epoch));
  const counted = (facts: TurnFacts, order: readonly number[]) =>
    facts.batches.map((_, turn) => order.filter((one) => one === turn).length);
  return {
    order: () => {
      for (const [name, facts] of Object.entries(cases)) {
        const order = orderOf(facts);
        const steps = facts.batches.reduce((sum, count) => sum + count, 0);
        if (order.length !== steps) fail(`${order.length} steps for ${steps} batches (${name})`);
        const odd = order.find((turn) => !((facts.batches[turn] ?? 0) > 0));
        if (odd !== undefined) fail(`turn ${odd} has a step and no samples (${name})`);
      }
      return { detail: "as many steps as batches, none of a turn without samples" };
    },
    batches: () => {
      if (schedule.drawn) return { detail: "drawn: an epoch may pass without a turn" };
      for (const [name, facts] of Object.entries(cases)) {
        if (String(counted(facts, orderOf(facts))) !== String(facts.batches))
          fail(`an epoch does not have each batch once (${name}), and "drawn" is false`);
      }
      return { detail: "each once in an epoch" };
    },
    "same seed, same order": () => {
      for (const facts of Object.values(cases)) {
        if (String(orderOf(facts)) !== String(orderOf(facts))) fail("the same epoch has another order");
      }
      return { detail: "from its arguments alone" };
    },
    chances: () => {
      for (const [name, facts] of Object.entries(cases)) {
        const chances = schedule.chances(facts);
        if (!chances) continue;
        const steps = facts.batches.reduce((sum, count) => sum + count, 0);
        const sum = chances.reduce((total, chance) => total + chance, 0);
        if (chances.length !== facts.batches.length || !chances.every((chance) => chance >= 0))
          fail(`${chances.join(", ")} are no chances (${name})`);
        if (steps > 0 && Math.abs(sum - 1) > 1e-9) fail(`they sum to ${sum} (${name})`);
        const all = Array.from({ length: epochs }, (_, epoch) => orderOf(facts, epoch)).flat();
        counted(facts, all).forEach((count, turn) => {
          const chance = chances[turn]!;
          const spread = Math.sqrt(all.length * chance * (1 - chance));
          // Beyond six standard deviations no draw comes.
          if (Math.abs(count - all.length * chance) > 6 * spread + 1e-9)
            fail(`turn ${turn} has ${count} of ${all.length} steps and the chance ${chance} (${name})`);
        });
      }
      return { detail: "what the steps of many epochs are" };
    },
  };
};

/** What every schedule of turns is asked. */
export const turns: Sort<GivenTurns> = (spec, seed) => {
  const standing = around({ training: { alternate: { schedule: spec } } }, seed);
  const schedule = standing.graph.phases[0]!.alternation!.schedule;
  return { name: schedule.type, promises: promisesOf(scheduleOf(schedule), seed), standing };
};
