import { randomStream } from "../../backend/random";
import { checkLimit } from "../../limits";
import type { Dataset } from "../dataset";
import { joinDatasets } from "../join";

export interface MixedOptions {
  /** How many samples; half of them of each kind. Default 1000. */
  readonly samples?: number;
  /** Standard deviation of what cannot be learned. Default 0.1. */
  readonly noise?: number;
  readonly seed?: number;
}

const WIDTH = 10;
const IDS = 100;

/**
 * Samples of two data types with something to learn in each, for networks that alternate between branches:
 *
 * - tag `dataType` 0 (float): input `vector`, float32 of shape [10], uniform from -1 to 1. Its `score` is
 *   `tanh(w·v) + 0.5 v0 v1`, which a linear layer alone cannot give;
 * - tag `dataType` 1 (int): input `id`, int32 of shape [], 0 to 99. Its `score` is the id's own hidden number, which
 *   only an embedding can learn.
 *
 * `score` has one value a sample, with a variance of about 0.5 in either kind, plus noise.
 */
export function mixedDataTypes({ samples = 1000, noise = 0.1, seed = 1 }: MixedOptions = {}): Dataset {
  checkLimit("memoryBytes", 22 * samples, `${samples} samples take ${22 * samples} bytes`);
  const floats = Math.ceil(samples / 2);
  const draw = randomStream(seed, "mixed data types");
  const uniform = () => 2 * draw.next() - 1;
  const weights = Array.from({ length: WIDTH }, () => 1.5 * uniform());
  const hidden = Array.from({ length: IDS }, () => 1.2 * uniform());

  const vectors = Float32Array.from({ length: floats * WIDTH }, uniform);
  const floatScores = Float32Array.from({ length: floats }, (_, i) => {
    const vector = vectors.subarray(i * WIDTH, (i + 1) * WIDTH);
    const projection = weights.reduce((sum, weight, k) => sum + weight * vector[k]!, 0);
    return Math.tanh(projection) + 0.5 * vector[0]! * vector[1]! + noise * draw.normal();
  });
  const ids = Int32Array.from({ length: samples - floats }, () => draw.below(IDS));
  const idScores = Float32Array.from(ids, (id) => hidden[id]! + noise * draw.normal());

  return joinDatasets("dataType", {
    float: {
      size: floats,
      inputs: { vector: { shape: [WIDTH], data: vectors } },
      labels: { score: floatScores },
      tags: {},
    },
    int: {
      size: ids.length,
      inputs: { id: { shape: [], data: ids } },
      labels: { score: idScores },
      tags: {},
    },
  });
}
