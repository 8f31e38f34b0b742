/* What a value that changes while a phase trains promises: from its first number to its last, and never outside of them. */
import { scheduledAt, scheduledRange } from "../graph/scheduled";
import type { Scheduled, ScheduledPositive } from "../spec/language";
import { around } from "./around";
import { fail, type Promises, type Sort } from "./sort";

const steps = 40;

function promisesOf(value: Scheduled, epochs: number): Promises {
  const { min, max } = scheduledRange(value);
  const moments = Array.from({ length: steps + 1 }, (_, i) => (epochs * i) / steps);
  return {
    range: () => {
      for (const epoch of [...moments, 2 * epochs]) {
        const now = scheduledAt(value, epoch);
        if (!Number.isFinite(now)) fail(`it is ${now} after ${epoch} epochs`);
        if (now < min - 1e-9 || now > max + 1e-9)
          fail(`it is ${now} after ${epoch} epochs, outside of ${min} to ${max}`);
      }
      return { detail: `from ${min} to ${max}` };
    },
    end: () => {
      const [after, outside] = [scheduledAt(value, 1e6), scheduledAt(value, undefined)];
      if (after !== outside) fail(`it ends at ${after}, and outside of training it is ${outside}`);
      return { detail: `${outside}, and so outside of training` };
    },
    begin: () => {
      const start = scheduledAt(value, 0);
      const warm = typeof value === "object" && (value.warmUp ?? 0) > 0;
      const first = typeof value === "number" ? value : "steps" in value ? value.steps[0]![1] : value.from;
      if (start !== (warm ? 0 : first)) fail(`it begins at ${start}, not at ${warm ? 0 : first}`);
      return { detail: warm ? `0, and ${first} after the warm-up` : String(first) };
    },
    "one way": () => {
      if (typeof value === "number" || "steps" in value) return { detail: "in steps" };
      const { from, to, warmUp = 0 } = value;
      const way = moments.filter((epoch) => epoch >= warmUp).map((epoch) => scheduledAt(value, epoch));
      const back = way.findIndex((now, i) => i > 0 && Math.sign(now - way[i - 1]!) === -Math.sign(to - from));
      if (from !== to && back > 0) fail(`it goes back from ${way[back - 1]!} to ${way[back]!}`);
      return { detail: "never back" };
    },
  };
}

/** What every value that changes is asked, as a learning rate. */
export const scheduled: Sort<ScheduledPositive> = (spec, seed) => {
  const standing = around({ training: { optimizer: { type: "sgd", learningRate: spec } } }, seed);
  const { optimizer, epochs } = standing.graph.phases[0]!;
  const value = optimizer.learningRate;
  const name =
    typeof value === "number" ? "a constant" : "steps" in value ? "steps" : (value.shape ?? "linear");
  return { name, promises: promisesOf(value, epochs), standing };
};
