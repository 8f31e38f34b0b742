import * as tf from "@tensorflow/tfjs-core";
import { sizeOf } from "../shape";
import type { Apply } from "./layer";
import { carriedSum, shifted } from "./carried-sum";

/**
 * A running sum over the steps of each sample: with c_t = 1[Σ x_t > 0],
 * keep h_t = h_{t-1} + c_t x_t; reset h_t = c_t (h_{t-1} + x_t). h_0 is the second input, else 0.
 *
 * The gradient runs backward through the same recurrence: g_t = dy_t + f_{t+1} g_{t+1}, where f is what is carried on
 * (keep: 1, reset: c); dx_t = c_t g_t and dh_0 = f_1 g_1. The condition itself is a step and passes none on.
 */
export const conditionalSum: Apply<"conditionalSum"> = (layer, [x, first]) => {
  const input = x!;
  const [batch, steps, ...step] = input.shape as [number, number, ...number[]];
  const width = sizeOf(step);
  const sum = sumOver(layer.otherwise === "reset");
  const start = first ? tf.reshape(first, [batch, 1, width]) : tf.zeros([batch, 1, width]);
  const value = sum(tf.reshape(input, [batch, steps, width]), start);
  return { value: tf.reshape(value, input.shape) };
};

/** x `[batch, steps, width]`, start `[batch, 1, width]`. */
const sumOver = (resets: boolean) =>
  tf.customGrad((x, start, save) => {
    const [input, first] = [x as tf.Tensor3D, start as tf.Tensor3D];
    const holds = tf.step(tf.sum(input, 2, true));
    const carried = resets ? holds : tf.onesLike(holds);
    const added = tf.mul(holds, input);
    // What comes before the first step is one more step, which is cut off again.
    const ones = tf.ones([input.shape[0], 1, 1]);
    const all = carriedSum(tf.concat([ones, carried], 1), tf.concat([first, added], 1), "forward");
    (save as tf.GradSaveFunc)([holds, carried]);
    return {
      value: tf.slice(all, [0, 1, 0], input.shape),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [holds, carried] = saved as [tf.Tensor, tf.Tensor];
        const [batch, , width] = dy.shape as [number, number, number];
        const passed = shifted(carried, 1, "backward");
        const back = carriedSum(passed, dy, "backward");
        const toStart = tf.mul(
          tf.slice(carried, [0, 0, 0], [batch, 1, 1]),
          tf.slice(back, [0, 0, 0], [batch, 1, width]),
        );
        return [tf.mul(holds, back), toStart];
      },
    };
  });
