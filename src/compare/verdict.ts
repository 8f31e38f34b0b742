/*
 * What a report allows one to say, in words: nothing that its numbers do not carry.
 */
import type { ApproachRecord, PairRecord, Report } from "./report";

/** Below this p a difference is said to stand. */
const LEVEL = 0.05;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const points = (share: number): string => `${(100 * Math.abs(share)).toFixed(1)} points`;

/**
 * The findings of a comparison, a paragraph each: which approach was best and whether that stands, what the gate's
 * mistakes cost, and what each approach costs to run. The first approach is what the others are measured against.
 *
 * With J comparisons a difference stands where p < 0.05 / J (Bonferroni).
 */
export function verdict(report: Report): string[] {
  return [ranking(report), gates(report), costs(report)].filter((paragraph) => paragraph !== undefined);
}

function accuracyOf(report: Report, name: string, figure = "whole"): number | undefined {
  return report.summary[name]?.[figure]?.mean;
}

function ranking(report: Report): string | undefined {
  const ranked = report.approaches
    .flatMap(({ name }) => {
      const accuracy = accuracyOf(report, name);
      return accuracy === undefined ? [] : [{ name, accuracy }];
    })
    .sort((a, b) => b.accuracy - a.accuracy);
  const [best] = ranked;
  if (!best) return undefined;
  const runs = report.summary[best.name]!["whole"]!.count;
  const scope = runs === 1 ? "in one run" : `over ${runs} runs`;
  const first = `Best was ${best.name} with ${percent(best.accuracy)} of the answers right, ${scope}.`;
  const baseline = report.approaches[0]!.name;
  const against = report.pairs.filter((pair) => pair.first === baseline || pair.second === baseline);
  if (against.length === 0) return first;
  if (runs === 1) return `${first} One run says nothing of chance: repeat it with other seeds or folds.`;
  const standing = against.filter((pair) => (pair.p ?? 1) < LEVEL / against.length);
  return `${first} ${standing.length === 0 ? nothingStands(against, baseline) : standing.map((pair) => stands(pair, baseline)).join(" ")}`;
}

function nothingStands(against: readonly PairRecord[], baseline: string): string {
  const smallest = Math.min(...against.map((pair) => pair.p ?? 1));
  const largest = Math.max(...against.map((pair) => Math.abs(pair.difference)));
  return (
    `No difference to ${baseline} stands, though: the largest is ${points(largest)}, and chance alone makes differences as ` +
    `clear as the clearest in ${percent(smallest)} of such comparisons. More seeds or folds would tell more.`
  );
}

function stands({ first, second, difference, p }: PairRecord, baseline: string): string {
  const other = first === baseline ? second : first;
  const gain = first === baseline ? -difference : difference;
  return `${other} is ${points(gain)} ${gain > 0 ? "better" : "worse"} than ${baseline}, more than chance explains (p = ${p!.toFixed(3)}).`;
}

function gates(report: Report): string | undefined {
  const sentences = report.approaches.flatMap(({ name }) => {
    const whole = accuracyOf(report, name);
    const oracle = accuracyOf(report, name, "oracle");
    const gate = accuracyOf(report, name, "gate");
    if (whole === undefined || oracle === undefined || gate === undefined) return [];
    return [
      `${name}: the gate is right for ${percent(gate)}; with a perfect gate ${percent(oracle)} of the answers would be right, so ` +
        `its mistakes cost ${points(oracle - whole)}`,
    ];
  });
  return sentences.length === 0 ? undefined : `${sentences.join(". ")}.`;
}

function costs(report: Report): string | undefined {
  const [baseline, ...others] = report.approaches;
  if (!baseline || others.length === 0) return undefined;
  const ratio = (of: (approach: ApproachRecord) => number, approach: ApproachRecord): string =>
    (of(approach) / of(baseline)).toFixed(1);
  const sentences = others.map(
    (approach) =>
      `${approach.name} ${ratio(({ parameters }) => parameters, approach)} times the parameters and ` +
      `${ratio(({ flops }) => flops.expected, approach)} times the computation for a sample`,
  );
  return `Against ${baseline.name}: ${sentences.join("; ")}.`;
}
