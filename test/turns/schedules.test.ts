import { describe, expect, it, test } from "vitest";
import { randomStream } from "../../src/backend/random";
import { schedules, type Schedule } from "../../src/turns";
import { language } from "../kinds";

const options = (samples: number[], alpha = 1) => ({ samples, alpha, random: randomStream(7, "schedule") });

const counts = (order: number[], turns: number): number[] =>
  Array.from({ length: turns }, (_, turn) => order.filter((one) => one === turn).length);

describe.each(Object.entries<Schedule>(schedules))("%s", (_, schedule) => {
  it("has a step for each batch, of turns that have samples, the same for the same draws", () => {
    const order = schedule([3, 0, 5], options([90, 0, 150]));
    expect(order).toHaveLength(8);
    expect(new Set(order)).toEqual(new Set([0, 2]));
    expect(schedule([3, 0, 5], options([90, 0, 150]))).toEqual(order);
  });

  it("has no steps where there are no batches", () => {
    expect(schedule([0, 0], options([0, 0]))).toEqual([]);
  });
});

test("the schedules are those of the language", () => {
  expect(new Set(Object.keys(schedules))).toEqual(language.turns);
});

describe("roundRobin", () => {
  it("takes turns and passes over a turn that has no batch left", () => {
    expect(schedules.roundRobin([3, 1, 2], options([90, 30, 60]))).toEqual([0, 1, 2, 0, 2, 0]);
  });
});

describe("blocks", () => {
  it("keeps each turn's batches together and changes the order of the turns", () => {
    const random = randomStream(3, "schedule");
    const orders = new Set<string>();
    for (let epoch = 0; epoch < 30; epoch++) {
      const order = schedules.blocks([3, 1, 2], { samples: [90, 30, 60], alpha: 1, random });
      expect(counts(order, 3)).toEqual([3, 1, 2]);
      const blocks = order.filter((turn, i) => turn !== order[i - 1]);
      expect(blocks).toHaveLength(3);
      orders.add(blocks.join());
    }
    expect(orders.size).toBe(6);
  });
});

describe("proportional", () => {
  it("gives a draw at the very end of the interval to the last turn that has samples", () => {
    const random = Object.assign(randomStream(7, "schedule"), { next: () => 1 });
    expect(schedules.proportional([2, 0, 0], { samples: [3, 1, 0], alpha: 1, random })).toEqual([1, 1]);
  });

  it("draws turns with P(k) = n_k^alpha / sum n_j^alpha", () => {
    const steps = 20_000;
    for (const alpha of [0, 0.5, 1]) {
      const samples = [900, 100, 0, 400];
      const order = schedules.proportional([steps, 0, 0, 0], options(samples, alpha));
      const weights = samples.map((n) => (n > 0 ? n ** alpha : 0));
      const total = weights.reduce((a, b) => a + b);
      counts(order, 4).forEach((count, turn) => {
        const share = weights[turn]! / total;
        // Four standard deviations of a binomial share.
        expect(Math.abs(count / steps - share)).toBeLessThanOrEqual(
          4 * Math.sqrt((share * (1 - share)) / steps),
        );
      });
    }
  });
});
