import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/backend/random";
import { schedules } from "../../src/turns";

const options = (samples: number[], alpha = 1) => ({ samples, alpha, random: randomStream(7, "schedule") });

const counts = (order: number[], turns: number): number[] =>
  Array.from({ length: turns }, (_, turn) => order.filter((one) => one === turn).length);

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
