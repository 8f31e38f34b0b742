/* What many runs say together. */
import type { FinishedRun } from "./finished-run";
import type { PairRecord, RunRecord, Spread } from "./report";
import { correctedTest, mcnemarTest, mean, spreadOf } from "../statistics";

/** The metrics of one run by name: parts of its accuracy (0 to 1), and seconds. */
function metricsOfRun({ accuracy, seconds }: RunRecord): Record<string, number> {
  const { whole: overall, oracle, gate, balanced, macroF1, branches = {} } = accuracy;
  return {
    whole: overall,
    ...(oracle !== undefined && { oracle }),
    ...(gate !== undefined && { gate }),
    ...(oracle !== undefined && { regret: oracle - overall }),
    ...(balanced !== undefined && { balanced }),
    ...(macroF1 !== undefined && { "macro F1": macroF1 }),
    ...Object.fromEntries(Object.entries(branches).map(([name, share]) => [`branch/${name}`, share])),
    "train seconds": seconds.train,
    "predict seconds": seconds.predict,
  };
}

/** By metric: its spread over those runs that have it. */
export function summariseRuns(runs: readonly RunRecord[]): Record<string, Spread> {
  const values = new Map<string, number[]>();
  for (const run of runs) {
    for (const [metric, value] of Object.entries(metricsOfRun(run))) {
      values.set(metric, [...(values.get(metric) ?? []), value]);
    }
  }
  return Object.fromEntries([...values].map(([metric, list]) => [metric, spreadOf(list)]));
}

/** Every approach against every later one, over the runs that both finished. */
export function comparePairs(names: readonly string[], runs: readonly FinishedRun[]): PairRecord[] {
  return names.flatMap((first, i) =>
    names.slice(i + 1).flatMap((second) => {
      const paired = pairRuns(first, second, runs);
      return paired.length === 0 ? [] : [comparePair(first, second, paired)];
    }),
  );
}

type Paired = readonly [FinishedRun, FinishedRun];

function pairRuns(first: string, second: string, runs: readonly FinishedRun[]): Paired[] {
  const others = runs.filter(({ record }) => record.approach === second);
  return runs
    .filter(({ record }) => record.approach === first)
    .flatMap((run): Paired[] => {
      const { seed, fold } = run.record;
      const other = others.find(({ record }) => record.seed === seed && record.fold === fold);
      return other ? [[run, other]] : [];
    });
}

function comparePair(first: string, second: string, paired: readonly Paired[]): PairRecord {
  const differences = paired.map(([one, other]) => one.record.accuracy.whole - other.record.accuracy.whole);
  const [only] = paired;
  if (paired.length === 1 && only) {
    const { onlyFirst, onlySecond, midP } = mcnemarTest(only[0].correct, only[1].correct);
    return { first, second, difference: mean(differences), mcnemar: { onlyFirst, onlySecond, p: midP } };
  }
  // Validation samples shaped the training too: they are on its side.
  const ratio = mean(
    paired.map(([{ record }]) => record.samples.test / (record.samples.train + record.samples.validation)),
  );
  const { difference, estimate } = correctedTest(differences, ratio);
  return { first, second, difference, ...estimate };
}
