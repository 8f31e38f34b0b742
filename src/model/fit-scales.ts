/* Inputs that are brought to a common scale: their statistics, found once. `scale.ts` applies them. */
import * as tf from "@tensorflow/tfjs-core";
import { columnStatistics, type ColumnStatistics } from "../data/column-statistics";
import type { Dataset } from "../data/dataset";
import type { Input } from "../graph/ir";
import { inputRows } from "./input-rows";
import type { Model } from "./model";

/**
 * Finds the statistics of each input that is to be scaled and has none yet, from these samples. What a network has it keeps:
 * a second training, a resumed one and a network that was opened go on with the same scale.
 *
 * Formulas as in Keras' `Normalization` and scikit-learn's `StandardScaler` and `MinMaxScaler`: mean and standard
 * deviation of the population, or minimum and range, in double precision, kept as float32. A position that
 * never changes is divided by 1.
 *
 * @param data with tags numbered as the network numbers them
 * @param samples numbers of the samples that train
 */
export function fitScales(model: Model, data: Dataset, samples: Int32Array): void {
  const found = new Map<string, tf.Tensor>();
  for (const input of model.graph.inputs) {
    const [shift, divisor, count] = input.variables;
    if (shift === undefined || divisor === undefined || count === undefined) continue;
    if (model.weights.get(count)!.dataSync<"float32">()[0]! > 0) continue;
    const rows = inputRows(data, input, samples);
    const statistics = columnStatistics(data.inputs[input.name]!, rows);
    if (statistics.length === 0) continue;
    const shape = input.shape.slice(-1);
    const values = statistics.map((column) => scaleOf(input.scale, column));
    found.set(
      shift,
      tf.tensor(
        values.map((value) => value.shift),
        shape,
        "float32",
      ),
    );
    found.set(
      divisor,
      tf.tensor(
        values.map((value) => value.divisor),
        shape,
        "float32",
      ),
    );
    found.set(count, tf.scalar(rows.length, "float32"));
  }
  if (found.size > 0) model.replaceWeights(found);
}

function scaleOf(
  scale: Input["scale"],
  { mean, deviation, least, most }: ColumnStatistics,
): { shift: number; divisor: number } {
  const [shift, spread] = scale === "minMax" ? [least, most - least] : [mean, deviation];
  const divisor = Math.fround(spread);
  // Where nothing changes, or the spread is past what float32 holds, dividing would make numbers that are none.
  return { shift, divisor: least !== most && divisor > 0 && divisor < Infinity ? divisor : 1 };
}
