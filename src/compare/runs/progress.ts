import type { ProgressEvent, ProgressSink } from "../../train";
import type { PlannedRun } from "../experiment/plan";

/**
 * The progress of a comparison, shown where that of a training is shown: the phase names the run, and `done` of
 * `total` counts all runs, each of them alike.
 */
export class ComparisonProgress {
  private readonly begun = performance.now();
  private done = 0;
  /** Runs that took time: those that a file held already say nothing of the pace. */
  private worked = 0;
  private atWork = false;
  /** What was last shown of a training. */
  private last: ProgressEvent | undefined;
  /** What the run at hand is called; `undefined` for one that a file held. */
  private title: string | undefined;

  constructor(
    private readonly sink: ProgressSink | undefined,
    private readonly runs: number,
  ) {}

  /** The sink for one run's training. */
  forRun({ approach, seed, fold }: PlannedRun): ProgressSink | undefined {
    const { sink } = this;
    if (!sink) return undefined;
    const title = `run ${this.done + 1} of ${this.runs}: ${approach}, seed ${seed}, fold ${fold}`;
    this.title = title;
    return {
      update: (event) => {
        this.atWork = true;
        this.last = event;
        sink.update(this.scaled(event, title));
      },
      end: () => undefined, // One run's end is not the comparison's.
    };
  }

  finishRun(): void {
    // One that answers with the weights of another approach is done without a word of training.
    const { title, last, atWork } = this;
    if (title !== undefined && last && !atWork) {
      this.sink?.update(this.scaled({ ...last, phase: "trained already", done: last.total }, title));
    }
    this.title = undefined;
    this.done++;
    if (this.atWork) this.worked++;
    this.atWork = false;
  }

  end(message?: string): void {
    this.sink?.end(message);
  }

  private scaled(event: ProgressEvent, title: string): ProgressEvent {
    const share = event.total > 0 ? event.done / event.total : 0;
    const worked = this.worked + share;
    const seconds = (performance.now() - this.begun) / 1000;
    return {
      ...event,
      phase: `${title}, ${event.phase}`,
      done: (this.done + share) * event.total,
      total: this.runs * event.total,
      // A fraction of a run says too little of the others.
      secondsLeft: this.worked > 0 ? (seconds / worked) * (this.runs - this.done - share) : undefined,
    };
  }
}
