/* The trainings of a comparison: approaches that only answer otherwise have one between them. */
import { Model, type HostWeights } from "../../model/model";
import type { Notice } from "../../notice";
import { train, type EpochRecord, type ProgressSink } from "../../train";
import type { RunnableApproach } from "../experiment/prepare";
import type { PlannedRun } from "../experiment/plan";
import type { FoldData } from "./folds";
import { runSeed } from "./run-seed";

/** What a training came to. */
export interface Training {
  readonly seed: number;
  readonly weights: HostWeights;
  readonly history: readonly EpochRecord[];
  readonly notices: readonly Notice[];
  readonly seconds: number;
}

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly progress: ProgressSink | undefined;
  readonly onNotice: (notice: Notice) => void;
}

/** Trains networks, and keeps the last trainings for approaches that are still to answer with their weights. */
export class Trainings {
  private readonly kept = new Map<string, Training>();
  private split: string | undefined;

  /** @param weightsOf by approach the earlier one that is trained alike */
  constructor(private readonly weightsOf: Readonly<Record<string, string>>) {}

  /**
   * The training of an approach on the samples of a run; nothing of it stays on the device.
   *
   * @returns `undefined` where the signal stopped it: a network that learnt half is no result
   */
  async of(
    approach: RunnableApproach,
    { seed, fold }: PlannedRun,
    data: FoldData,
    options: RunOptions,
  ): Promise<Training | undefined> {
    const split = `${seed} ${fold}`;
    if (this.split !== split) this.kept.clear();
    this.split = split;
    const name = this.weightsOf[approach.name] ?? approach.name;
    const known = this.kept.get(name);
    if (known) return known;
    const training = await trainOnce(approach, runSeed(seed, fold), data, options);
    if (training && Object.values(this.weightsOf).includes(name)) this.kept.set(name, training);
    return training;
  }
}

async function trainOnce(
  { trained, loaded, stacks }: RunnableApproach,
  seed: number,
  data: FoldData,
  { signal, progress, onNotice }: RunOptions,
): Promise<Training | undefined> {
  const model = Model.build(trained, { seed, loaded, stacks });
  try {
    const { history, stopped, seconds, notices } = await train(model, data.train, {
      seed,
      signal,
      interruptible: false, // The comparison listens to Ctrl+C itself.
      progress,
      onNotice,
    });
    if (stopped === "interrupted") return undefined;
    return { seed, weights: model.hostWeights(), history, notices, seconds };
  } finally {
    model.dispose();
  }
}
