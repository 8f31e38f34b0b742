/* One run in one go, and the same run stopped in its middle and resumed from a checkpoint in another model. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Dataset } from "../../src/data/dataset";
import { Model, understandGraph, type HostWeights } from "../../src/model";
import type { GraphSpec } from "../../src/spec";
import { train, type ProgressSink, type TrainOptions, type TrainResult } from "../../src/train";

/** How a run ended. */
export interface Ended {
  readonly result: TrainResult;
  readonly weights: HostWeights;
}

/** Stops the run after a number of steps, as a person with Ctrl+C would. */
export function stopAfter(steps: number): Pick<TrainOptions, "signal" | "progress"> {
  const controller = new AbortController();
  const progress: ProgressSink = {
    update: ({ done }) => {
      if (done === steps) controller.abort();
    },
    end: () => undefined,
  };
  return { signal: controller.signal, progress };
}

/** Runs in fresh models and frees them. */
export async function interrupted(
  spec: GraphSpec,
  data: Dataset,
  steps: number,
): Promise<{ once: Ended; resumed: Ended }> {
  const folder = mkdtempSync(join(tmpdir(), "espalier-interrupted-"));
  const checkpoint = join(folder, "run.safetensors");
  const run = async (options: TrainOptions): Promise<Ended> => {
    const model = Model.build(understandGraph(spec).graph, { seed: 1 });
    try {
      return { result: await train(model, data, options), weights: model.hostWeights() };
    } finally {
      model.dispose();
    }
  };
  try {
    const once = await run({});
    const { result } = await run({ checkpoint, ...stopAfter(steps) });
    if (result.stopped !== "interrupted") throw new Error(`the run was over before step ${steps}`);
    return { once, resumed: await run({ checkpoint }) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
