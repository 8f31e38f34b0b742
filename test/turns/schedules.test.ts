import { describe, expect, it, test } from "vitest";
import { randomStream } from "../../src/backend/random";
import { importanceWeights, schedules } from "../../src/turns";
import { language } from "../kinds";

const turns = (batches: number[], samples: number[]) => ({
  batches,
  samples,
  losses: samples.map(() => undefined),
});

const options = (alpha = 1, random = randomStream(7, "schedule")) => {
  return { alpha, power: 1, explore: 0.1, random };
};

const counts = (order: number[], turns: number): number[] =>
  Array.from({ length: turns }, (_, turn) => order.filter((one) => one === turn).length);

describe.each(Object.entries(schedules))("%s", (_, schedule) => {
  it("has as many steps as all turns have batches, and none for a turn without samples", () => {
    const all = schedule.order(turns([3, 0, 5, 1], [90, 0, 150, 20]), options(0));
    expect(all).toHaveLength(9);
    expect(all).not.toContain(1);
  });

  it("gives the same order for the same draws", () => {
    const order = () => schedule.order(turns([3, 0, 5], [90, 0, 150]), options());
    expect(order()).toEqual(order());
  });

  it("has no steps where there are no batches", () => {
    expect(schedule.order(turns([0, 0], [0, 0]), options())).toEqual([]);
  });

  it("says whether a turn may lack a step in an epoch", () => {
    const random = randomStream(11, "schedule");
    const counted = Array.from({ length: 100 }, () =>
      counts(schedule.order(turns([2, 1], [40, 20]), options(1, random)), 2),
    );
    expect(counted.some(([first, second]) => first === 0 || second === 0)).toBe(schedule.drawn);
  });
});

test("the schedules are those of the language", () => {
  expect(new Set(Object.keys(schedules))).toEqual(language.turns);
});

describe("roundRobin", () => {
  it("takes turns and passes over a turn that has no batch left", () => {
    expect(schedules.roundRobin.order(turns([3, 1, 2], [90, 30, 60]), options())).toEqual([0, 1, 2, 0, 2, 0]);
  });
});

describe("blocks", () => {
  it("keeps each turn's batches together and changes the order of the turns", () => {
    const random = randomStream(3, "schedule");
    const orders = new Set<string>();
    for (let epoch = 0; epoch < 30; epoch++) {
      const order = schedules.blocks.order(turns([3, 1, 2], [90, 30, 60]), { random });
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
    expect(schedules.proportional.order(turns([2, 0, 0], [3, 1, 0]), { alpha: 1, random })).toEqual([1, 1]);
  });

  it("draws turns with P(k) = n_k^alpha / sum n_j^alpha", () => {
    const steps = 20_000;
    for (const alpha of [0, 0.5, 1]) {
      const samples = [900, 100, 0, 400];
      const order = schedules.proportional.order(turns([steps, 0, 0, 0], samples), options(alpha));
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

const nearly = (share: number): unknown => expect.closeTo(share, 12);

describe("byLoss", () => {
  const facts = (losses: (number | undefined)[]) => ({
    batches: [20_000, 2, 2, 0],
    samples: [90, 40, 20, 0],
    losses,
  });
  const chances = (losses: (number | undefined)[], power = 1, explore = 0) =>
    schedules.byLoss.chances!(facts(losses), { power, explore });

  it("goes by the last losses: (1 - explore) L^power / sum L^power + explore / turns", () => {
    expect(chances([1, 2, 1, undefined])).toEqual([0.25, 0.5, 0.25, 0]);
    expect(chances([1, 3, 1, 9], 2)).toEqual([1 / 11, 9 / 11, 1 / 11, 0].map(nearly));
    expect(chances([1, 2, 1, undefined], 0)).toEqual([1 / 3, 1 / 3, 1 / 3, 0]);
    expect(chances([1, 2, 1, undefined], 1, 0.3)).toEqual([0.275, 0.45, 0.275, 0].map(nearly));
  });

  it("takes for unknown losses the largest known one, and all alike where none is known or above 0", () => {
    expect(chances([1, undefined, 2, 7])).toEqual([0.2, 0.4, 0.4, 0]);
    for (const losses of [[], [0, 0, 0], [-1, 0, undefined]])
      expect(chances(losses)).toEqual([1 / 3, 1 / 3, 1 / 3, 0]);
    expect(chances([0, 1, 0], 1, 0.3)).toEqual([0.1, 0.8, 0.1, 0].map(nearly));
  });

  it("draws so", () => {
    const order = schedules.byLoss.order(facts([3, 1, 4, undefined]), {
      ...options(),
      power: 0.5,
      explore: 0.2,
    });
    const shares = chances([3, 1, 4, undefined], 0.5, 0.2);
    counts(order, 4).forEach((count, turn) => {
      const share = shares[turn]!;
      expect(Math.abs(count / order.length - share)).toBeLessThanOrEqual(
        4 * Math.sqrt((share * (1 - share)) / order.length),
      );
    });
  });
});

describe("importance weights", () => {
  /** Turns of 5, 0 and 14 samples in batches of 4. */
  const facts = { batches: [2, 0, 4], samples: [5, 0, 14], losses: [1, undefined, 3] };
  const rows = [[4, 1], [], [4, 4, 4, 2]];

  it.each([
    ["each batch once", undefined, 0],
    ["drawn", [0.7, 0, 0.3], 0],
    ["drawn, the others with a share", [0.7, 0, 0.3], 0.2],
    ["by loss", schedules.byLoss.chances!(facts, { power: 1, explore: 0.1 }), 0.5],
  ] as const)("let every sample count alike in the expected step: %s", (_, given, share) => {
    const chances = given ?? [2 / 6, 0, 4 / 6];
    const weightOf = importanceWeights(facts, given && [...given], share);
    // What a sample of this batch gives to a step in the mean: over who is active, and over the turn's batches.
    rows.forEach((batches, turn) => {
      for (const size of batches) {
        const stands = chances.reduce(
          (sum, chance, active) => sum + chance * (active === turn ? 1 - share : share / 1),
          0,
        );
        const expected = (stands / batches.length) * weightOf(turn, size) * (1 / size);
        expect(expected).toBeCloseTo(1 / 19, 12);
      }
    });
  });

  it("are 1 where each batch is as large as the others and comes once", () => {
    const weightOf = importanceWeights({ batches: [2, 3], samples: [8, 12], losses: [] });
    expect([weightOf(0, 4), weightOf(1, 4)]).toEqual([1, 1]);
  });

  it("let a turn alone count fully, whatever share the others would keep", () => {
    expect(importanceWeights({ batches: [2, 0], samples: [8, 0], losses: [] }, [1, 0], 0.4)(0, 4)).toBe(1);
  });
});

describe("random", () => {
  it("has each batch once, in every order alike", () => {
    const random = randomStream(5, "schedule");
    const epochs = 6000;
    const orders = new Map<string, number>();
    for (let epoch = 0; epoch < epochs; epoch++) {
      const order = schedules.random.order(turns([2, 0, 1, 1], [40, 0, 20, 20]), { random });
      expect(counts(order, 4)).toEqual([2, 0, 1, 1]);
      orders.set(order.join(), (orders.get(order.join()) ?? 0) + 1);
    }
    expect(orders.size).toBe(12); // 4! / 2!
    for (const [order, count] of orders) {
      // Four standard deviations of a binomial share.
      const share = 1 / 12;
      expect(Math.abs(count / epochs - share), order).toBeLessThanOrEqual(
        4 * Math.sqrt((share * (1 - share)) / epochs),
      );
    }
  });
});
