/* What an optimiser promises of its step for one variable: a pure function of value, gradient, state and clock. */
import * as tf from "@tensorflow/tfjs-core";
import { initialSlots, optimizerRule, type OptimizerRule } from "../optimizers";
import type { OptimizerName, OptimizerSpec, OwnOptimizer, OwnOptimizerName } from "../spec/language";
import { OptimizerState } from "../train/optimizer-state";
import { around } from "./around";
import { drawn } from "./point";
import { close, fail, listed, sameOnBackends, type Promises, type Sort } from "./sort";

/** An optimiser as a training writes it. */
export type GivenOptimizer = OptimizerName | OptimizerSpec | OwnOptimizerName | OwnOptimizer;

const shapes = [[], [3], [2, 3]] as const;
const rate = 0.01;

/** The values of a variable after each of some steps, all along one gradient. */
type Path = readonly (readonly number[])[];

class OptimizerRun {
  constructor(
    readonly rule: OptimizerRule,
    readonly seed: number,
  ) {}

  draw(shape: readonly number[], name: string): tf.Tensor {
    const size = shape.reduce((product, length) => product * length, 1);
    return tf.tensor(Float32Array.from(drawn(size, this.seed, name)), [...shape]);
  }

  /** Several steps from the same point; `by` says the gradient of a step. */
  walk(shape: readonly number[], by: (step: number) => tf.Tensor, at = rate, steps = 3): Path {
    return tf.tidy(() => {
      let value = this.draw(shape, "value");
      let slots: readonly tf.Tensor[] = initialSlots(this.rule, shape);
      const path = [[...value.dataSync()]];
      for (let clock = 1; clock <= steps; clock++) {
        ({ value, slots } = this.rule.update(value, by(clock), slots, this.rule.scalars(clock, at)));
        path.push([...value.dataSync()]);
      }
      return path;
    });
  }
}

const promisesOf = (run: OptimizerRun): Promises => {
  const along = (shape: readonly number[]) => () => run.draw(shape, "gradient");
  return {
    shapes: () => {
      for (const shape of shapes) {
        tf.tidy(() => {
          const slots = initialSlots(run.rule, shape);
          const [value, gradient] = [run.draw(shape, "value"), run.draw(shape, "gradient")];
          const next = run.rule.update(value, gradient, slots, run.rule.scalars(1, rate));
          if (next.slots.length !== slots.length)
            fail(`it remembers ${next.slots.length} tensors of a variable, and says ${slots.length}`);
          for (const tensor of [next.value, ...next.slots]) {
            if (String(tensor.shape) !== String(shape))
              fail(`${listed(tensor.shape)} for a variable of ${listed(shape)}`);
          }
        });
      }
      const { length } = run.rule.slots;
      return { detail: `${length === 0 ? "nothing" : run.rule.slots.join(", ")} for each variable` };
    },
    "against the gradient": () => {
      for (const shape of shapes) {
        const path = run.walk(shape, along(shape), rate, 1);
        const gradient = tf.tidy(() => [...along(shape)().dataSync()]);
        const fall = gradient.reduce((sum, slope, i) => sum + slope * (path[1]![i]! - path[0]![i]!), 0);
        if (!(fall < 0)) fail(`the first step goes up the slope, by ${fall}`);
      }
      return { detail: "the first step goes down" };
    },
    "a rate of 0": () => {
      const [start, ...path] = run.walk([3], along([3]), 0);
      if (path.some((values) => String(values) !== String(start))) fail("it moves at a learning rate of 0");
      return { detail: "not one bit moves" };
    },
    "finite numbers": () => {
      for (const size of [0, 1e-12, 1e6]) {
        const path = run.walk([3], () => tf.mul(run.draw([3], "gradient"), size), rate, 20);
        if (!path.flat().every(Number.isFinite)) fail(`it is not finite under gradients of the size ${size}`);
      }
      return { detail: "under gradients of 0, tiny and large" };
    },
    "same numbers again": () => {
      tf.tidy(() => {
        const slots = initialSlots(run.rule, [3]);
        const given = [run.draw([3], "value"), run.draw([3], "gradient"), ...slots];
        const before = given.map((tensor) => [...tensor.dataSync()]);
        const step = () => {
          const next = run.rule.update(given[0]!, given[1]!, slots, run.rule.scalars(1, rate));
          return [next.value, ...next.slots].map((tensor) => [...tensor.dataSync()]);
        };
        if (String(step()) !== String(step())) fail("the same step gives other numbers");
        if (
          given.some((tensor, i) => tensor.isDisposed || String([...tensor.dataSync()]) !== String(before[i]))
        )
          fail("it changes what it is given");
      });
      return { detail: "and what it is given stays" };
    },
    "no trace": () => {
      const before = tf.memory().numTensors;
      tf.tidy(() => {
        const slots = initialSlots(run.rule, [3]);
        const given = [run.draw([3], "value"), run.draw([3], "gradient")];
        const counted = tf.memory().numTensors;
        const next = run.rule.update(given[0]!, given[1]!, slots, run.rule.scalars(1, rate));
        const made = tf.memory().numTensors - counted;
        if (made > 1 + next.slots.length)
          fail(`a step leaves ${made - 1 - next.slots.length} tensors behind`);
      });
      if (tf.memory().numTensors !== before) fail("a step leaves tensors behind");
      return { detail: "no tensor is left" };
    },
    "a clock for each variable": () => {
      const state = new OptimizerState(run.rule);
      try {
        tf.tidy(() => {
          const weights = new Map(["early", "late"].map((path) => [path, run.draw([3], "value")]));
          const gradient = run.draw([3], "gradient");
          const step = (...paths: string[]) => {
            const gradients = new Map(paths.map((path) => [path, gradient]));
            return state.update(weights, gradients, { epochs: 0 });
          };
          const first = [...step("early").get("early")!.dataSync()];
          for (let i = 0; i < 3; i++) step("early");
          const remembered = [...state.entries.keys()];
          if (remembered.includes("late")) fail("a variable without a gradient has a state");
          const early = state.entries.get("early")!;
          const late = step("late");
          if (late.has("early") || state.entries.get("early") !== early)
            fail("a variable moves without a gradient");
          if (String([...late.get("late")!.dataSync()]) !== String(first))
            fail("what starts late starts otherwise");
        });
      } finally {
        state.dispose();
      }
      return { detail: "without a gradient not one bit moves, and who starts late starts as all do" };
    },
    backends: () =>
      sameOnBackends(() => ({ "after three steps": run.walk([2, 3], along([2, 3])).flat() }), close),
  };
};

/** What every optimiser is asked. */
export const optimizer: Sort<GivenOptimizer> = (spec, seed) => {
  const standing = around({ training: { optimizer: spec } }, seed);
  const own = standing.graph.phases[0]!.optimizer;
  return { name: own.type, promises: promisesOf(new OptimizerRun(optimizerRule(own), seed)), standing };
};
