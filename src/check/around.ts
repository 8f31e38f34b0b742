/* The network in which losses, metrics, weightings, optimisers, turns and curves stand when they are checked. */
import { understandGraph } from "../model";
import type { Graph } from "../graph/ir";
import type { GraphSpec, HeadLayer, TargetSpec, TrainingSpec } from "../spec";
import { samplesFor } from "./samples";
import type { Standing } from "./sort";

/** What stands in it otherwise than usual. */
export interface Around {
  readonly target?: TargetSpec;
  readonly head?: Partial<HeadLayer>;
  readonly training?: TrainingSpec;
  /** Whether the head that is asked about is the only one. Default false. */
  readonly alone?: boolean;
}

/**
 * A trunk and two heads over it, of which `asked` is the one that it is about. Some samples have no label for one of them.
 *
 * @throws SpecError where what is put into it would not do in a spec
 */
export function around(
  { target, head, training, alone = false }: Around,
  seed: number,
): Standing & { graph: Graph } {
  const spec: GraphSpec = {
    inputs: { x: { shape: [3] } },
    targets: { asked: target ?? { shape: [2] }, ...(!alone && { other: { classes: ["a", "b", "c"] } }) },
    nodes: {
      trunk: { type: "dense", units: 4, activation: "tanh", from: "x" },
      asked: { type: "head", target: "asked", from: "trunk", ...head },
      ...(!alone && { other: { type: "head", target: "other", from: "trunk" } }),
    },
    training: {
      epochs: 2,
      batchSize: 4,
      seed,
      optimizer: { type: "sgd", learningRate: 0.05 },
      ...training,
    },
  };
  const { graph } = understandGraph(spec);
  return { spec, graph, samples: samplesFor(graph, 10, seed) };
}
