/* Each weighting by the property that defines it in its paper, and against `test/fixtures/numpy-weightings.py`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream, type RandomStream } from "../../src/backend/random";
import { understandGraph } from "../../src/model";
import type { WeightingName, WeightingSpec } from "../../src/spec/language";
import { normalWeighting } from "../../src/spec/normalise/defaults";
import {
  mergeGradients,
  numberPath,
  weightingOf,
  type HeadGradients,
  type WeightingMoment,
  type Term,
} from "../../src/weighting";
import { leastOnSimplex } from "../../src/weighting/simplex";
import { sharedSpec } from "../specs";

interface Fixture {
  readonly combinations: readonly (Readonly<
    Record<"pcGrad" | "mgda" | "caGrad" | "imtl" | "nashMtl" | "alignedMtl" | "gradDrop" | "draws", number[]>
  > & {
    readonly gradients: number[][];
    readonly orders: number[][];
  })[];
  readonly gradNorm: {
    readonly alpha: number;
    readonly learningRate: number;
    readonly steps: readonly Readonly<Record<"losses" | "weights", number[]> & { gradients: number[][] }>[];
  };
  readonly dwa: { readonly losses: number[][]; readonly weights: number[][] };
  readonly famo: {
    readonly losses: number[][];
    readonly learningRate: number;
    readonly decay: number;
    readonly factors: number[][];
  };
}

const numpy = JSON.parse(
  readFileSync(join(__dirname, "../fixtures/numpy-weightings.json"), "utf8"),
) as Fixture;

beforeAll(async () => {
  await useBackend();
});

const [first, ...others] = understandGraph(sharedSpec()).graph.heads;
/** As many heads as a test asks for. */
const headAt = (i: number) => others[i - 1] ?? { ...first!, path: i === 0 ? first!.path : `head-${i}` };

const none: WeightingMoment = { random: () => randomStream(1), epochLosses: () => [] };
const named = (spec: WeightingName | WeightingSpec) => weightingOf(normalWeighting(spec));
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
const length = (a: readonly number[]) => Math.sqrt(dot(a, a));
const minus = (a: readonly number[], b: readonly number[]) => a.map((x, i) => x - b[i]!);
const mean = (rows: readonly (readonly number[])[]) =>
  rows[0]!.map((_, i) => rows.reduce((sum, row) => sum + row[i]! / rows.length, 0));

/** What becomes of rows of gradients; each lies in two variables, as in a network. */
function combined(
  spec: WeightingName | WeightingSpec,
  rows: readonly (readonly number[])[],
  moment = none,
): number[] {
  return tf.tidy(() => {
    const shared = gradientsOf(rows);
    const merged = mergeGradients(named(spec), shared, moment);
    return ["a", "b"].flatMap((path) => [...merged.get(path)!.dataSync()]);
  });
}

const gradientsOf = (rows: readonly (readonly number[])[]): HeadGradients[] =>
  rows.map((row, i) => ({
    head: headAt(i),
    gradients: new Map<string, tf.Tensor>([
      ["a", tf.tensor1d(row.slice(0, 2))],
      ["b", tf.tensor2d([row.slice(2)])],
    ]),
  }));

function near(found: readonly number[], expected: readonly number[], digits = 3e-5): void {
  expect(found.length).toBe(expected.length);
  const scale = Math.max(1, length(expected));
  found.forEach((value, i) => expect(Math.abs(value - expected[i]!) / scale).toBeLessThan(digits));
}

/** Draws that are these permutations, one after another. */
function inOrders(orders: readonly number[][]): WeightingMoment {
  const left = [...orders];
  const random: RandomStream = { ...randomStream(1), permutation: () => Int32Array.from(left.shift()!) };
  return { ...none, random: () => random };
}

describe.each(numpy.combinations.map((one, i) => [i, one] as const))("gradients %i", (_, one) => {
  const { gradients: rows, orders } = one;

  it("pcGrad: each loses what is against the others, these as they were at first", () => {
    near(combined("pcGrad", rows, inOrders(orders)), one.pcGrad);
  });

  it("mgda: the shortest convex combination, no loss of which rises", () => {
    const found = combined("mgda", rows);
    near(found, one.mgda);
    for (const row of rows) expect(dot(found, row)).toBeGreaterThan(dot(found, found) - 1e-4);
    for (const row of [...rows, mean(rows)]) expect(length(row)).toBeGreaterThan(length(found) - 1e-5);
  });

  it("caGrad: within the ball around the mean gradient, the least product is as large as it can be", () => {
    const found = combined("caGrad", rows);
    near(found, one.caGrad);
    const g0 = mean(rows);
    expect(length(minus(found, g0)) / length(g0)).toBeCloseTo(0.4, 4);
    const least = (d: readonly number[]) => Math.min(...rows.map((row) => dot(d, row)));
    const random = randomStream(5, "directions");
    for (let trial = 0; trial < 200; trial++) {
      const direction = g0.map(() => random.normal());
      const other = g0.map((x, i) => x + (0.4 * length(g0) * direction[i]!) / length(direction));
      expect(least(other)).toBeLessThan(least(found) + 1e-4);
    }
    near(combined({ type: "caGrad", c: 0 }, rows), g0);
  });

  it("imtl: projections of one length on each gradient", () => {
    const found = combined("imtl", rows);
    near(found, one.imtl, 3e-4);
    const projections = rows.map((row) => dot(found, row) / length(row));
    for (const projection of projections) {
      expect(Math.abs(projection - projections[0]!) / length(found)).toBeLessThan(1e-3);
    }
  });
});

describe.each(numpy.combinations.map((one, i) => [i, one] as const))("gradients %i", (_, one) => {
  const { gradients: rows } = one;
  const times = (factors: readonly number[]) => rows.map((row, i) => row.map((x) => x * factors[i]!));
  const unit = (a: readonly number[]) => a.map((x) => x / length(a));

  it("nashMtl: each head gains from the step, and times its factor alike", () => {
    const spec = { type: "nashMtl", maxNorm: 0.5 } as const;
    const found = combined(spec, rows);
    near(found, one.nashMtl);
    for (const row of rows) expect(dot(found, row)).toBeGreaterThan(0);
    // The product of the gains is largest among the directions.
    const product = (d: readonly number[]) =>
      rows.reduce((sum, row) => sum + Math.log(Math.max(1e-30, dot(unit(d), row))), 0);
    const random = randomStream(6, "directions");
    for (let trial = 0; trial < 200; trial++)
      expect(product(found.map((x) => x + 0.1 * random.normal()))).toBeLessThan(product(found) + 1e-4);
  });

  it("nashMtl: does not mind the scale of a loss", () => {
    const scaled = times(rows.map((_, i) => [1, 10, 0.2, 3, 0.5][i]!));
    near(unit(combined("nashMtl", scaled)), unit(combined("nashMtl", rows)), 1e-3);
    // However far apart the losses are.
    const far = times(rows.map((_, i) => [1, 1e-5, 1, 1e4, 1][i]!));
    near(unit(combined("nashMtl", far)), unit(combined("nashMtl", rows)), 1e-3);
  });

  it("alignedMtl: gradients orthogonal and of one length, that of the smallest singular value", () => {
    const found = combined("alignedMtl", rows);
    near(found, one.alignedMtl, 3e-4);
    // As many as there are, each of that length: so their sum is √K times as long.
    const sizes = Array.from({ length: 2 }, (_, i) =>
      length(combined("alignedMtl", times(rows.map(() => i + 1)))),
    );
    expect(sizes[1]! / sizes[0]!).toBeCloseTo(2, 3);
    const least = length(found) / Math.sqrt(rows.length);
    for (const row of rows) expect(length(row)).toBeGreaterThan(least - 1e-4);
  });

  it("gradDrop: of each number the gradients of one sign, by the draw", () => {
    let draw = 0;
    const drawn: RandomStream = { ...randomStream(1), next: () => one.draws[draw++]! };
    near(combined({ type: "gradDrop", leak: 0.1 }, rows, { ...none, random: () => drawn }), one.gradDrop);
    // On average the sum, scaled by how much the heads agree.
    const mean = rows[0]!.map(() => 0);
    const draws = 150;
    for (let step = 0; step < draws; step++) {
      const moment = { ...none, random: (use: string) => randomStream(3, use, step) };
      combined("gradDrop", rows, moment).forEach((x, i) => (mean[i]! += x / draws));
    }
    const column = (i: number) => rows.map((row) => row[i]!);
    mean.forEach((value, i) => {
      const positive = column(i).reduce((sum, x) => sum + Math.max(x, 0), 0);
      const negative = column(i).reduce((sum, x) => sum + Math.min(x, 0), 0);
      const size = positive - negative;
      const expected = (positive * positive - negative * negative) / size;
      // Five standard errors.
      const spread = Math.sqrt(((positive * -negative) / size ** 2) * (positive - negative) ** 2);
      expect(Math.abs(value - expected)).toBeLessThanOrEqual((5 * spread) / Math.sqrt(draws) + 1e-5);
    });
  });
});

describe("combinations of gradients", () => {
  it("of heads that agree: pcGrad is their sum, in any order", () => {
    expect(
      combined("pcGrad", [
        [1, 0, 0],
        [1, 1, 0],
      ]),
    ).toEqual([2, 1, 0]);
  });

  it("that cancel out: mgda stands still, caGrad and imtl give numbers", () => {
    const against = [
      [1, 2, -1],
      [-1, -2, 1],
    ];
    for (const type of ["mgda", "caGrad", "imtl"] as const) near(combined(type, against), [0, 0, 0]);
    for (const type of ["nashMtl", "alignedMtl"] as const) near(combined(type, against), [0, 0, 0], 1e-2);
    for (const type of ["nashMtl", "alignedMtl", "gradDrop"] as const)
      near(
        combined(type, [
          [0, 0, 0],
          [0, 0, 0],
        ]),
        [0, 0, 0],
      );
    near(
      combined("imtl", [
        [1, 2, 3],
        [2, 4, 6],
      ]),
      [1.5, 3, 4.5],
    );
    near(
      combined("caGrad", [
        [1, 0, 0],
        [0, 0, 0],
      ]),
      [0.5, 0, 0],
    );
    near(
      combined("mgda", [
        [1, 0, 0],
        [0, 0, 0],
      ]),
      [0, 0, 0],
    );
  });

  it("of heads that share a part only: what one of them alone reaches keeps its gradient", () => {
    tf.tidy(() => {
      const heads: HeadGradients[] = [
        {
          head: headAt(0),
          gradients: new Map([
            ["all", tf.tensor1d([3])],
            ["two", tf.tensor1d([1])],
          ]),
        },
        {
          head: headAt(1),
          gradients: new Map([
            ["all", tf.tensor1d([-1])],
            ["two", tf.tensor1d([1])],
          ]),
        },
        {
          head: headAt(2),
          gradients: new Map([
            ["all", tf.tensor1d([1])],
            ["own", tf.tensor1d([7])],
          ]),
        },
      ];
      for (const type of ["pcGrad", "mgda", "caGrad", "imtl", "nashMtl", "alignedMtl", "gradDrop"] as const) {
        const merged = mergeGradients(named(type), heads, none);
        expect([...merged.keys()]).toEqual(["all", "two", "own"]);
        expect(merged.get("own")).toBe(heads[2]!.gradients.get("own"));
        for (const value of merged.values()) expect(value.dataSync()[0]).not.toBeNaN();
      }
    });
  });

  it("leave no tensor", () => {
    const before = tf.memory().numTensors;
    for (const type of ["pcGrad", "mgda", "caGrad", "imtl", "nashMtl", "alignedMtl", "gradDrop"] as const) {
      const shared = gradientsOf([
        [1, 0, 2],
        [-1, 1, 0],
      ]);
      const merged = mergeGradients(named(type), shared, none);
      tf.dispose([...merged.values()]);
      tf.dispose(shared.flatMap(({ gradients }) => [...gradients.values()]));
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it("end where numbers are not finite", () => {
    expect(
      combined("mgda", [
        [NaN, 0, 0],
        [1, 1, 1],
      ]).every(Number.isFinite),
    ).toBe(false);
    expect(leastOnSimplex(3, () => [NaN, NaN, NaN], 1e-9)).toHaveLength(3);
  });
});

describe("gradNorm", () => {
  const { alpha, learningRate, steps } = numpy.gradNorm;
  const weighting = named({ type: "gradNorm", alpha, learningRate });

  /** One step on its numbers, from gradients of the losses as they are. */
  function follow(numbers: Map<string, number>, rows: readonly number[][], losses: readonly number[]) {
    let next: ReadonlyMap<string, number> = new Map();
    tf.tidy(() => {
      const tensors = new Map([...numbers].map(([path, value]) => [path, tf.scalar(value)]));
      const weighed = rows.map((row, i) => row.map((x) => x * numbers.get(numberPath(headAt(i), "weight"))!));
      next = weighting.follow!(gradientsOf(weighed), losses, tensors);
    });
    return next;
  }
  const start = (count: number) =>
    new Map<string, number>(
      Array.from({ length: count }, (_, i) => [
        [numberPath(headAt(i), "weight"), 1] as const,
        [numberPath(headAt(i), "firstLoss"), 0] as const,
      ]).flat(),
    );
  const weightsOf = (numbers: ReadonlyMap<string, number>, count: number) =>
    Array.from({ length: count }, (_, i) => numbers.get(numberPath(headAt(i), "weight"))!);

  it("takes the steps of TensorFlow's tape through the norms", () => {
    let numbers = start(3);
    for (const { gradients, losses, weights } of steps) {
      numbers = new Map([...numbers, ...follow(numbers, gradients, losses)]);
      near(weightsOf(numbers, 3), weights);
    }
  });

  it("keeps the sum of the weights, and brings the norms to one another where all learn alike", () => {
    let numbers = start(2);
    const rows = [
      [1, 0, 0],
      [0, 3, 0],
    ];
    for (let step = 0; step < 200; step++) {
      numbers = new Map([...numbers, ...follow(numbers, rows, [1, 1])]);
      const [a, b] = weightsOf(numbers, 2);
      expect(a! + b!).toBeCloseTo(2, 5);
    }
    const [a, b] = weightsOf(numbers, 2);
    expect(Math.abs(a! - 3 * b!)).toBeLessThan(0.3);
  });

  it("gives more to the head that learns more slowly, by alpha", () => {
    const rows = [
      [1, 0, 0],
      [0, 1, 0],
    ];
    const once = new Map([...start(2), ...follow(start(2), rows, [1, 1])]);
    const [slow, fast] = weightsOf(new Map([...once, ...follow(once, rows, [1, 0.2])]), 2);
    expect(slow).toBeGreaterThan(fast!);
  });
});

/** Losses through a weighting: the total, and its derivative by each. */
function totalOf(spec: WeightingName | WeightingSpec, losses: readonly number[], moment: WeightingMoment) {
  return tf.tidy(() => {
    const weighting = named(spec);
    const heads = losses.map((_, i) => headAt(i));
    const numbers = new Map(
      [...(weighting.inputs?.(heads, moment) ?? [])].map(([path, value]) => [path, tf.scalar(value)]),
    );
    const total = (...values: tf.Tensor[]): tf.Scalar =>
      weighting.combine(
        values.map((loss, i): Term => ({ head: headAt(i), loss: loss as tf.Scalar, share: 1 })),
        numbers,
      );
    const { value, grads } = tf.valueAndGrads(total)(losses.map((loss) => tf.scalar(loss)));
    return { total: value.dataSync()[0]!, factors: grads.map((grad) => grad.dataSync()[0]!) };
  });
}

describe("dwa", () => {
  const { losses, weights } = numpy.dwa;

  it.each(losses.map((_, epoch) => epoch))("weighs as its formula says before epoch %i", (epoch) => {
    const past = (path: string) =>
      losses.slice(0, epoch).map((row) => row[[0, 1, 2].findIndex((i) => headAt(i).path === path)]!);
    const moment: WeightingMoment = { ...none, epochLosses: ({ path }) => past(path) };
    near(totalOf("dwa", [1, 2, 3], moment).factors, weights[epoch]!);
  });

  it("weighs the heads that had two epochs; another keeps 1", () => {
    const moment: WeightingMoment = {
      ...none,
      epochLosses: ({ path }) => (path === headAt(1).path ? [3] : path === headAt(0).path ? [1, 1] : [2, 1]),
    };
    const { factors } = totalOf("dwa", [1, 2, 3], moment);
    const power = [Math.exp(0.5), Math.exp(0.25)];
    near(
      factors,
      [power[0]!, 0, power[1]!].map((x, i) => (i === 1 ? 1 : (2 * x) / (power[0]! + power[1]!))),
    );
  });
});

describe("randomLoss", () => {
  const at = (step: number): WeightingMoment => ({
    ...none,
    random: (use) => randomStream(7, "weighting", use, step),
  });

  it("weighs by the softmax of normal draws: above 0, in sum 1, others at each step, 1/K on average", () => {
    const sums = [0, 0, 0];
    for (let step = 0; step < 300; step++) {
      const { factors } = totalOf("randomLoss", [1, 2, 3], at(step));
      expect(factors.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
      factors.forEach((factor, i) => (sums[i]! += factor / 300));
    }
    for (const sum of sums) expect(Math.abs(sum - 1 / 3)).toBeLessThan(0.05);
    const draws = [0, 1, 2].map((i) => Math.exp(at(4).random(headAt(i).path).normal()));
    const all = draws.reduce((a, b) => a + b);
    near(
      totalOf("randomLoss", [1, 2, 3], at(4)).factors,
      draws.map((draw) => draw / all),
    );
  });

  it("is over the heads that a step has", () => {
    near(totalOf("randomLoss", [5], at(1)).factors, [1]);
  });
});

describe("famo", () => {
  const { losses, learningRate, decay, factors } = numpy.famo;
  const weighting = named({ type: "famo", learningRate, decay });
  const pathsOf = (count: number) =>
    Array.from({ length: count }, (_, i) =>
      ["logit", "lastLoss"].map((name) => numberPath(headAt(i), name)),
    ).flat();

  /** What losses are weighed by, and what is kept of the step. */
  function step(row: readonly number[], kept: ReadonlyMap<string, number>, by = weighting) {
    let next: ReadonlyMap<string, number> = new Map();
    const { factors } = tf.tidy(() => {
      const numbers = new Map(pathsOf(row.length).map((path) => [path, tf.scalar(kept.get(path) ?? 0)]));
      const total = (...values: tf.Tensor[]): tf.Scalar => {
        const terms = values.map((loss, i): Term => ({ head: headAt(i), loss: loss as tf.Scalar, share: 1 }));
        next = by.observe!(terms, numbers);
        return by.combine(terms, numbers);
      };
      return {
        factors: tf
          .grads(total)(row.map((loss) => tf.scalar(loss)))
          .map((grad) => grad.dataSync()[0]!),
      };
    });
    return { factors, kept: new Map([...kept, ...next]) };
  }

  it("takes the steps of the paper's algorithm", () => {
    let kept: ReadonlyMap<string, number> = new Map();
    losses.forEach((row, t) => {
      const found = step(row, kept);
      near(found.factors, factors[t]!);
      kept = found.kept;
    });
  });

  it("takes no notice of the weights of heads", () => {
    const slopes = (weight: number) =>
      tf.tidy(() => {
        const numbers = new Map(pathsOf(2).map((path) => [path, tf.scalar(0)]));
        const total = (...values: tf.Tensor[]) =>
          weighting.combine(
            values.map((loss, i): Term => {
              const head = i === 0 ? { ...headAt(0), weight } : headAt(i);
              return { head, loss: loss as tf.Scalar, share: 1 };
            }),
            numbers,
          );
        return tf
          .grads(total)([tf.scalar(1), tf.scalar(1)])
          .map((grad) => grad.dataSync()[0]!);
      });
    near(slopes(0.01), slopes(1));
  });

  it("brings all losses to fall at one rate", () => {
    // Losses x² and x⁴, each of an x of its own: left alike, the second falls four times as fast.
    const powers = [2, 4];
    const quick = named({ type: "famo", learningRate: 10, decay: 0 });
    let state = [3, 3];
    let kept: ReadonlyMap<string, number> = new Map();
    const rates = () => {
      const before = state.map((x, i) => x ** powers[i]!);
      const found = step(before, kept, quick);
      kept = found.kept;
      state = state.map((x, i) => x - 0.005 * found.factors[i]! * powers[i]! * x ** (powers[i]! - 1));
      return state.map((x, i) => powers[i]! * Math.log(x)).map((log, i) => Math.log(before[i]!) - log);
    };
    const atFirst = rates();
    expect(atFirst[1]! / atFirst[0]!).toBeGreaterThan(3);
    for (let t = 0; t < 60; t++) rates();
    const [first, second] = rates();
    expect(Math.abs(second! / first! - 1)).toBeLessThan(0.2);
  });

  it("does not mind the scale of a loss", () => {
    const plain = step([2, 5], new Map()).factors;
    const scaled = step([2, 50], new Map()).factors;
    // What counts is factor · loss, each head's share of the whole.
    const shares = (found: readonly number[], row: readonly number[]) => {
      const parts = found.map((factor, i) => factor * row[i]!);
      return parts.map((part) => part / parts.reduce((a, b) => a + b));
    };
    near(shares(scaled, [2, 50]), shares(plain, [2, 5]));
  });
});

describe("smoothTchebycheff", () => {
  it("is mu · log Σ exp(L / mu), whose gradients are the softmax of L / mu", () => {
    const { total, factors } = totalOf("smoothTchebycheff", [2, 1, 0.5], none);
    const powers = [2, 1, 0.5].map(Math.exp);
    const sum = powers.reduce((a, b) => a + b);
    expect(total).toBeCloseTo(Math.log(sum), 5);
    near(
      factors,
      powers.map((power) => power / sum),
    );
  });

  it("comes to the largest loss as mu becomes small, without an overflow, and to its own loss of one head", () => {
    const { total, factors } = totalOf({ type: "smoothTchebycheff", mu: 0.001 }, [20, 30, 29], none);
    expect(total).toBeCloseTo(30, 4);
    near(factors, [0, 1, 0]);
    expect(totalOf("smoothTchebycheff", [3], none)).toEqual({ total: 3, factors: [1] });
  });
});

describe("gls", () => {
  it("is the geometric mean, whose gradients do not mind a loss's scale", () => {
    const { total, factors } = totalOf("gls", [2, 4, 8], none);
    expect(total).toBeCloseTo(4, 5);
    near(factors, [4 / 6, 4 / 12, 4 / 24]);
    expect(totalOf("gls", [0, 1], none).factors.every(Number.isFinite)).toBe(true);
  });
});
