/* What a weighting of losses promises: finite numbers, and that heads without a label are left alone. */
import * as tf from "@tensorflow/tfjs-core";
import { randomStream } from "../backend/random";
import type { HeadNode } from "../graph/ir";
import { build } from "../model";
import type { OwnWeighting, OwnWeightingName, WeightingName, WeightingSpec } from "../spec/language";
import { train } from "../train";
import {
  learnedPaths,
  statePaths,
  weightingOf,
  type HeadGradients,
  type Weighting,
  type WeightingMoment,
} from "../weighting";
import { around } from "./around";
import { notAsked } from "./check-table";
import { gradcheck } from "./gradcheck";
import { shortNumber } from "./gradient-table";
import { difference } from "./layer-run";
import { fail, type Promises, type Sort, type Standing } from "./sort";

/** A weighting as a training writes it. */
export type GivenWeighting = WeightingName | WeightingSpec | OwnWeightingName | OwnWeighting;

/** As far as two trainings by other orders of operations may differ. */
const closeTrained = 1e-5;

/** Gradients of two heads on what they share. */
const meetings: Readonly<Record<string, readonly [readonly number[], readonly number[]]>> = {
  agree: [[1, 2, 0], [2, 1, 1]],
  conflict: [[1, 2, 0], [-2, -1, 1]],
  "are opposite": [[1, 2, 0], [-1, -2, 0]],
  "are the same": [[1, 2, 0], [1, 2, 0]],
  "are none on one side": [[1, 2, 0], [0, 0, 0]],
  "are none at all": [[0, 0, 0], [0, 0, 0]],
}; // prettier-ignore

class WeightingRun {
  readonly moment: WeightingMoment;
  /** What it learns, by path. */
  readonly learned: ReadonlyMap<string, number>;
  /** All that it learns, keeps and takes in at a step. */
  readonly numbers: ReadonlyMap<string, number>;

  constructor(
    readonly weighting: Weighting,
    readonly heads: readonly HeadNode[],
    readonly seed: number,
  ) {
    this.moment = {
      random: (use) => randomStream(seed, "weighting", use, 1),
      epochLosses: () => [2, 1.5],
    };
    this.learned = learnedPaths(weighting, heads);
    this.numbers = new Map([
      ...statePaths(weighting, heads),
      ...(weighting.inputs?.(heads, this.moment) ?? []),
    ]);
  }

  /** The total of losses, one for each head that has one; `given` are values of what it learns. */
  total(losses: readonly tf.Tensor[], given: readonly tf.Tensor[] = []): tf.Scalar {
    const constant = [...this.numbers].map(([path, value]) => [path, tf.scalar(value)] as const);
    const learned = [...this.learned.keys()].flatMap((path, i) =>
      given[i] ? [[path, given[i]] as const] : [],
    );
    const numbers = new Map<string, tf.Tensor>([...constant, ...learned]);
    const terms = losses.map((loss, i) => ({ head: this.heads[i]!, loss: loss as tf.Scalar, share: 1 }));
    return this.weighting.combine(terms, numbers);
  }

  meet([one, other]: readonly [readonly number[], readonly number[]]): HeadGradients[] {
    return [one, other].map((gradient, i) => ({
      head: this.heads[i]!,
      gradients: new Map([
        ["trunk/kernel", tf.tensor(gradient.slice(0, 2), [1, 2])],
        ["trunk/bias", tf.tensor(gradient.slice(2))],
      ]),
    }));
  }
}

const promisesOf = (run: WeightingRun, alone: readonly [Standing, Standing]): Promises => ({
  numbers: () => {
    const own = run.heads.map(({ path }) => `weighting/${path}/`);
    for (const [path, value] of run.numbers) {
      if (!own.some((start) => path.startsWith(start))) fail(`${path} is no number of a head`);
      if (!Number.isFinite(value)) fail(`${path} is ${value}`);
    }
    return { detail: run.numbers.size === 0 ? "none" : `${run.numbers.size / run.heads.length} a head` };
  },
  total: () => {
    for (const losses of [[0.5, 2], [0, 1], [0, 0], [1e-6, 1e4]]) {
      tf.tidy(() => {
        const total = run.total(losses.map((loss) => tf.scalar(loss)));
        if (total.rank !== 0) fail(`the total has the shape [${String(total.shape)}]`);
        const value = total.dataSync()[0]!;
        if (!Number.isFinite(value)) fail(`the total of ${losses.join(" and ")} is ${value}`);
      });
    }
    return { detail: "a finite number, also of losses of 0" };
  }, // prettier-ignore
  gradients: async () => {
    if (run.weighting.observe) return notAsked("it takes the losses at hand as constants");
    const point = [0.7, 1.9, ...run.learned.values()].map((value) => tf.scalar(value));
    try {
      const { rows } = await gradcheck((...args) => run.total(args.slice(0, 2), args.slice(2)), point, {
        seed: run.seed,
        directions: 1,
      });
      const wrong = rows.findIndex(({ agrees }) => !agrees);
      const names = [...run.heads.map(({ name }) => `the loss of ${name}`), ...run.learned.keys()];
      const row = rows[wrong];
      if (row) fail(`${names[wrong]!}: ${row.analytic} by the gradient, ${row.numeric} by differences`);
    } finally {
      tf.dispose(point);
    }
    return { detail: "by finite differences" };
  },
  "a head without a label": () => {
    const [, absent] = run.heads;
    const [paths, starts] = [[...run.learned.keys()], [...run.learned.values()]];
    tf.tidy(() => {
      // The loss that is there, and all that is learned.
      const point = [0.7, ...starts].map((value) => tf.scalar(value));
      const total = () => run.total(point.slice(0, 1), point.slice(1));
      const { grads, value } = tf.engine().gradients(total, point, undefined, true);
      if (!Number.isFinite(value.dataSync()[0])) fail("the total of one head alone is no number");
      const moved = paths.find(
        (path, i) =>
          path.startsWith(`weighting/${absent!.path}/`) && (grads as (tf.Tensor | undefined)[])[i + 1],
      );
      if (moved !== undefined) fail(`${moved} has a gradient`);
    });
    return { detail: "nothing of it moves" };
  },
  "one head": async () => {
    if (!run.weighting.comparesHeads) return notAsked("it does not only compare heads");
    const [own, plain] = [await trainedWeights(alone[0]), await trainedWeights(alone[1])];
    const apart = difference(own, plain);
    if (!(apart <= closeTrained))
      fail(`alone, a head learns otherwise than by its own loss, by ${shortNumber(apart)}`);
    return { detail: "as without it" };
  },
  "merged gradients": () => {
    const { weighting } = run;
    if (!weighting.combineGradients) return notAsked("it weighs losses");
    for (const [how, pair] of Object.entries(meetings)) {
      tf.tidy(() => {
        const shared = run.meet(pair);
        const merged = weighting.combineGradients!(shared, run.moment);
        const values = [...shared[0]!.gradients].map(([path, like]) => {
          const gradient = merged.get(path);
          if (String(gradient?.shape) !== String(like.shape))
            fail(`there is none for ${path} where they ${how}`);
          return gradient!.dataSync<"float32">();
        });
        if (!values.every((all) => all.every(Number.isFinite))) fail(`it is not finite where they ${how}`);
        const length = values.flatMap((all) => [...all]).reduce((sum, value) => sum + value ** 2, 0);
        if (how === "are none at all" && length > 0) fail("it moves what no head's gradient moves");
      });
    }
    return { detail: "finite, whether heads agree or conflict" };
  },
  "what it keeps": () => {
    const { weighting } = run;
    const { keeps = {} } = weighting;
    if (!weighting.follow && !weighting.observe) return notAsked("it keeps nothing of a step");
    const look = (kept: ReadonlyMap<string, number>, where: string): void => {
      for (const [path, value] of kept) {
        if (!(path.split("/").at(-1)! in keeps)) fail(`${path} is nothing that it keeps`);
        if (!Number.isFinite(value)) fail(`${path} becomes ${value} where ${where}`);
      }
    };
    for (const losses of [[0.5, 2], [0, 1], [0, 0]]) {
      const said = `losses are ${losses.join(" and ")}`;
      tf.tidy(() => {
        const numbers = new Map([...run.numbers].map(([path, value]) => [path, tf.scalar(value)]));
        const terms = losses.map((loss, i) => ({ head: run.heads[i]!, loss: tf.scalar(loss), share: 1 }));
        if (weighting.observe) look(weighting.observe(terms, numbers), said);
        for (const [how, pair] of Object.entries(weighting.follow ? meetings : {}))
          look(weighting.follow!(run.meet(pair), losses, numbers), `gradients ${how} and ${said}`);
      });
    }
    return { detail: "stays finite" };
  }, // prettier-ignore
});

async function trainedWeights({ spec, samples }: Standing): Promise<number[]> {
  const model = await build(spec);
  try {
    await train(model, samples, { interruptible: false });
    return [...model.hostWeights().values()].flatMap(({ data }) => [...data]);
  } finally {
    model.dispose();
  }
}

/** What every weighting is asked. */
export const weighting: Sort<GivenWeighting> = (spec, seed) => {
  const standing = around({ training: { weighting: spec, epochs: 3 } }, seed);
  const { heads, phases } = standing.graph;
  const own = phases[0]!.weighting;
  const run = new WeightingRun(weightingOf(own), heads, seed);
  const alone = [spec, "fixed" as const].map((one) =>
    around({ alone: true, training: { weighting: one } }, seed),
  );
  return {
    name: typeof own === "string" ? own : own.type,
    promises: promisesOf(run, [alone[0]!, alone[1]!]),
    standing,
  };
};
