/* Which value is the largest. No gradient goes through: neither has one that says anything. */
import * as tf from "@tensorflow/tfjs-core";
import { stopGradient } from "../backend/stop-gradient";
import { axisOf } from "../graph/layers/axes";
import { sizeOf } from "../shape";
import type { Apply } from "./layer";

/** The position of the largest value along an axis; of several, the first. */
export const argmax: Apply<"argmax"> = ({ axis }, [x]) => ({
  value: tf.argMax(stopGradient(x!), axisOf(axis, x!.shape.slice(1)) + 1),
});

/** 1 at the largest value of the last axis (of several, the first), or at an id; 0 elsewhere. */
export const oneHot: Apply<"oneHot"> = ({ classes }, [x]) => {
  const ids = x!.dtype === "int32";
  const shape = ids ? [...x!.shape, classes] : x!.shape;
  // Ids are laid out in one row: what tfjs makes of a single number, or of none, is not to be asked.
  const positions = ids ? x! : tf.argMax(stopGradient(x!), -1);
  if (sizeOf(positions.shape) === 0) return { value: tf.zeros(shape) };
  const hot = tf.oneHot(tf.reshape<tf.Rank.R1>(positions, [positions.size]), shape.at(-1)!);
  return { value: tf.reshape(tf.cast(hot, "float32"), shape) };
};
