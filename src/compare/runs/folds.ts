import { stratifiedFolds, stratifiedHoldOut, subset, type Split } from "../../data";
import { classLabels } from "../../data/class-labels";
import type { Dataset } from "../../data/dataset";
import type { NormalExperiment } from "../normal";

/** The samples of one seed and fold. */
export interface FoldData {
  readonly train: Dataset;
  readonly test: Dataset;
}

/**
 * Splits the data as an experiment says: every approach has the same samples for the same seed and fold.
 *
 * @throws EspalierError where a class has too few samples
 */
export class Folds {
  private readonly bySeed = new Map<number, readonly Split[]>();
  private last: { seed: number; fold: number; data: FoldData } | undefined;

  constructor(
    private readonly data: Dataset,
    private readonly experiment: NormalExperiment,
  ) {
    for (const seed of experiment.repeats.seeds) this.bySeed.set(seed, this.splits(seed));
  }

  /** @param fold counted from 1 */
  of(seed: number, fold: number): FoldData {
    if (this.last?.seed !== seed || this.last.fold !== fold) {
      const { train, test } = this.bySeed.get(seed)![fold - 1]!;
      this.last = {
        seed,
        fold,
        data: { train: subset(this.data, train), test: subset(this.data, test) },
      };
    }
    return this.last.data;
  }

  private splits(seed: number): readonly Split[] {
    const { task, repeats } = this.experiment;
    const labels = classLabels(this.data, task.target, { hint: "name the target of /task as the data does" });
    if (repeats.folds > 1) return stratifiedFolds(labels, repeats.folds, seed, task.classes);
    return [stratifiedHoldOut(labels, repeats.testShare, seed, task.classes)];
  }
}
