import { activationBytes } from "../graph";
import type { Graph } from "../graph/ir";
import { checkLimit } from "../limits";

/**
 * Refuses a batch whose values could not be held, before any of them is made.
 *
 * @throws EspalierError with the estimate, and how to do with less
 */
export function checkActivations(graph: Graph, samples: number, doing: "predict" | "train"): void {
  const bytes = activationBytes(graph, samples);
  const verb = doing === "predict" ? "predicting" : "a step of the training with";
  checkLimit(
    "memoryBytes",
    bytes,
    `${verb} ${samples} samples at a time would take ${(bytes / 1e9).toPrecision(3)} GB for the values of all nodes ` +
      `(a smaller batchSize takes less)`,
    graph.name || undefined,
  );
}
