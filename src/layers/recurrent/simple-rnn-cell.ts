import * as tf from "@tensorflow/tfjs-core";
import type { NormalLayerOf } from "../../spec/language";
import { gradientOf, recorded, type Cell } from "./cell";

/** h' = activation(x + h · U). */
export function simpleRnnCell({ activation }: NormalLayerOf<"simpleRNN">): Cell {
  const act = recorded(activation);
  const gradient = gradientOf(activation);
  return {
    states: 1,
    step: (x, [h], [kernel]) => ({
      states: [act(tf.add(x, tf.matMul(h!, kernel as tf.Tensor2D)))],
      kept: [],
    }),
    ...(gradient && {
      back: ([kernel]) => {
        const turned = tf.transpose(kernel as tf.Tensor2D);
        return ([dh], _, [before], [after]) => {
          const input = gradient(dh!, after!);
          return { input, states: [tf.matMul(input, turned)], products: [[before!, input]] };
        };
      },
    }),
  };
}
