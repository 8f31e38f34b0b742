import { drawTurns, sharesOf } from "./draw";
import type { Schedule, ScheduleOptions, TurnFacts } from "./schedule";

/**
 * Each step draws its turn with P(k) = (1 - explore) · L_k^power / sum_j L_j^power + explore / K, over the K turns with
 * samples. So samples are prioritised in experience replay (Schaul, Quan, Antonoglou and Silver 2016, equation 1), with the
 * turn's last loss as its priority: what has none yet gets the largest, as there (algorithm 1); `explore` keeps those alive
 * whose loss is 0, as its epsilon does. In the first epoch all turns have the same chance.
 */
export const byLoss: Schedule<"byLoss"> = {
  drawn: true,
  order: (turns, { random, ...options }) => drawTurns(turns, chancesOf(turns, options), random),
  chances: chancesOf,
};

function chancesOf({ samples, losses }: TurnFacts, { power, explore }: ScheduleOptions<"byLoss">): number[] {
  const there = samples.map((count) => (count > 0 ? 1 : 0));
  const known = losses.filter((loss, turn) => there[turn] === 1 && loss !== undefined) as number[];
  const largest = Math.max(0, ...known);
  // Relative to the largest, so that no power overflows. A loss below 0 is as good as 0.
  const priorities = there.map((one, turn) => {
    if (one === 0) return 0;
    return largest === 0 ? 1 : (Math.max(0, losses[turn] ?? largest) / largest) ** power;
  });
  const [prioritised, alike] = [sharesOf(priorities), sharesOf(there)];
  return prioritised.map((share, turn) => (1 - explore) * share + explore * alike[turn]!);
}
