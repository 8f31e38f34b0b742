import type { Phase } from "../graph/ir";
import type { DeviceData } from "../model/device-data";
import type { RunPosition } from "./position";
import type { ProgressEvent } from "./progress";
import { poolsOf } from "./samples";

/** How many steps a run has, and how long the rest will take at the pace so far. */
export class Pace {
  /** Steps of the run in all, as it is planned: early stopping may end it before. */
  readonly total: number;
  private readonly start = performance.now();
  private readonly doneBefore: number;

  constructor(phases: readonly Phase[], device: DeviceData, samples: Int32Array, position: RunPosition) {
    this.doneBefore = position.steps;
    this.total = phases.reduce((sum, phase) => {
      const batches = poolsOf(phase, device, samples).map((pool) => Math.ceil(pool.length / phase.batchSize));
      return sum + phase.epochs * batches.reduce((a, b) => a + b, 0);
    }, 0);
  }

  event(
    phase: Phase,
    position: RunPosition,
    steps: number,
    metrics: () => Record<string, number>,
  ): ProgressEvent {
    const done = position.steps;
    const here = done - this.doneBefore;
    const seconds = (performance.now() - this.start) / 1000;
    let known: Record<string, number> | undefined;
    return {
      phase: phase.name,
      epoch: position.epoch + 1,
      epochs: phase.epochs,
      step: position.step,
      steps,
      done,
      total: this.total,
      // Worked out only where a sink looks at it: sinks skip most steps.
      get figures() {
        return (known ??= metrics());
      },
      secondsLeft: here >= 5 ? (seconds / here) * (this.total - done) : undefined,
    };
  }
}
