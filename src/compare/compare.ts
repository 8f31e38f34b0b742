import { useBackend } from "../backend";
import { dataKey } from "../data/data-key";
import { EspalierError } from "../errors";
import type { Notice } from "../notice";
import { checkOptionKinds, refusePromise } from "../options";
import type { ProgressSink } from "../train";
import { assembleReport } from "./report/assemble";
import { Folds } from "./runs/folds";
import { foldNotices, NoticeBoard } from "./report/notices";
import type { PlannedRun } from "./experiment/plan";
import { planNotices } from "./report/plan-notices";
import {
  prepareExperiment,
  type ExperimentSource,
  type PreparedExperiment,
  type PrepareOptions,
} from "./experiment/prepare";
import { ComparisonProgress } from "./runs/progress";
import type { FinishedRun } from "./report/finished-run";
import type { FailureRecord, Report, RunRecord } from "./report/report";
import { runKey } from "./runs/run-key";
import { runOnce } from "./runs/run-once";
import { RunStore } from "./runs/runs-file";
import { StopSignal } from "./runs/stop-signal";
import { Trainings } from "./runs/training";

/** What became of one planned run. */
export type RunEvent =
  | { readonly kind: "finished" | "reused"; readonly record: RunRecord }
  | { readonly kind: "failed"; readonly failure: FailureRecord; readonly error: unknown };

export interface CompareOptions extends PrepareOptions {
  /** A file of finished runs. What stands there is not run again; each new run is added at once. */
  readonly runsFile?: string;
  /** Stops after the current step. */
  readonly signal?: AbortSignal;
  /** Whether Ctrl+C (SIGINT) stops the comparison and keeps its results. Default true. */
  readonly interruptible?: boolean;
  readonly progress?: ProgressSink;
  readonly onRun?: (event: RunEvent) => void;
  /** Called once for each notice, as soon as it is known. They stand in the report too. */
  readonly onNotice?: (notice: Notice) => void;
}

/**
 * Trains and tests every approach of an experiment, for each seed and fold on the same samples.
 *
 * Interrupted, it reports the runs that were finished (`missing` counts the others); with a runs file a later call
 * goes on from there and ends in the same numbers. A run that fails is reported in `failures` and the others go on.
 *
 * @param source a file, a spec, or what `readExperiment` or `prepareExperiment` made of it
 * @throws SpecError where the experiment has problems
 * @throws EspalierError where the data cannot be read or does not fit, the runs file cannot be read or written, or
 * every run failed
 */
export async function compare(
  source: ExperimentSource | PreparedExperiment,
  options: CompareOptions = {},
): Promise<Report> {
  checkCompareCall(source, options);
  const { data: given, folder } = options;
  const from = { ...(given && { data: given }), ...(folder !== undefined && { folder }) };
  const prepared = isPrepared(source) ? source : await prepareExperiment(source, from);
  const { plan, normalised, data } = prepared;
  const folds = new Folds(data, normalised);
  const store = await RunStore.open(options.runsFile);
  const backend = await useBackend();
  const keyOf = keysOf(prepared, backend.name);

  const finished = new Map<PlannedRun, FinishedRun>();
  const failures: { record: FailureRecord; error: unknown }[] = [];
  const progress = new ComparisonProgress(options.progress, plan.runs.length);
  const board = new NoticeBoard((notice) => {
    options.onNotice?.(notice);
    options.progress?.notice?.(notice);
  });
  for (const notice of prepared.notices) board.add({ notice });
  for (const placed of planNotices(prepared)) board.add(placed);
  const trainings = new Trainings(prepared.weightsOf);
  const stop = new StopSignal(options.signal, options.interruptible ?? true);

  /** One planned run on TensorFlow; `undefined` where it was stopped or failed. */
  const perform = async (planned: PlannedRun): Promise<FinishedRun | undefined> => {
    const approach = prepared.runnable[planned.approach]!;
    const samples = folds.of(planned.seed, planned.fold);
    const context = {
      signal: stop.signal,
      progress: progress.forRun(planned),
      onNotice: (notice: Notice) => board.tell({ notice, approach: planned.approach }),
    };
    try {
      return await runOnce(approach, planned, samples, normalised.task, trainings, context);
    } catch (error) {
      const failure = { ...planned, message: error instanceof Error ? error.message : String(error) };
      failures.push({ record: failure, error });
      options.onRun?.({ kind: "failed", failure, error });
      return undefined;
    }
  };

  try {
    for (const planned of plan.runs) {
      if (stop.signal.aborted) break;
      const key = keyOf(planned);
      const stored = store.get(key);
      const run = stored ?? (await perform(planned));
      if (run) {
        if (!stored) await store.add(key, run);
        // A name is no part of the key: the approach may have been called something else.
        const record = { ...run.record, ...planned };
        finished.set(planned, { ...run, record });
        for (const notice of record.notices ?? []) board.add({ notice, ...planned });
        options.onRun?.({ kind: stored ? "reused" : "finished", record });
      }
      progress.finishRun();
    }
  } finally {
    stop.release();
    progress.end(stop.signal.aborted ? "interrupted: finished runs are kept" : undefined);
  }
  const [first] = failures;
  if (first && finished.size === 0 && !stop.signal.aborted) {
    throw new EspalierError(`every run failed, the first one with: ${first.record.message}`, {
      cause: first.error,
    });
  }
  return assembleReport(prepared, data, {
    finished,
    failures: failures.map(({ record }) => record),
    notices: foldNotices(board.all),
    backend,
  });
}

function checkCompareCall(source: ExperimentSource | PreparedExperiment, options: CompareOptions): void {
  refusePromise(source, "compare needs an experiment", "prepareExperiment(…)");
  checkOptionKinds(
    "compare",
    options,
    {
      data: "object",
      folder: "string",
      runsFile: "string",
      signal: "object",
      interruptible: "boolean",
      progress: "object",
      onRun: "function",
      onNotice: "function",
    },
    Object.fromEntries(
      ["seeds", "folds", "testShare", "repeats", "training", "epochs", "approaches"].map((option) => [
        option,
        `${option} belongs into the experiment itself`,
      ]),
    ),
  );
}

function isPrepared(source: ExperimentSource | PreparedExperiment): source is PreparedExperiment {
  return typeof source === "object" && "runnable" in source;
}

function keysOf(
  { data, runnable, normalised }: PreparedExperiment,
  backend: string,
): (planned: PlannedRun) => string {
  const samples = dataKey(data);
  const { folds, testShare } = normalised.repeats;
  return ({ approach, seed, fold }) => {
    const { spec: graph, loaded } = runnable[approach]!;
    const split = { folds, testShare: folds === 1 ? testShare : 0 };
    return runKey({ graph, loaded, seed, fold, ...split, data: samples, backend });
  };
}
