/*
 * What a report allows one to say, in words: nothing that its numbers do not carry.
 */
import { requireReport } from "../../options";
import { formatReportNotice } from "./notices";
import type { ApproachRecord, PairRecord, Report } from "./report";
import { majorityClass } from "./majority-class";

/** Below this p a difference is said to stand. */
const LEVEL = 0.05;

/** `p = 0.012`, `p < 0.001`: a probability is never said to be 0. */
export const chanceText = (p: number): string => (p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`);

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const points = (share: number): string => `${(100 * Math.abs(share)).toFixed(1)} points`;

/**
 * The findings of a comparison, a paragraph each: which approach was best and whether that stands, what the gate's
 * mistakes cost, and what each approach costs to run. The first approach is what the others are measured against.
 *
 * With J comparisons a difference stands where p < 0.05 / J (Bonferroni). Where classes are uneven (`majorityClass`), it
 * says what answering the largest class alone would reach, and which approach is best by balanced accuracy. The report's
 * notices stand last, a paragraph each.
 */
export function verdict(report: Report): string[] {
  requireReport(report, "verdict");
  const notices = (report.notices ?? []).map((notice) => `Note: ${formatReportNotice(notice)}.`);
  const found = [ranking(report), unevenness(report), gates(report), costs(report), sharedWeights(report)];
  return [...found.filter((paragraph) => paragraph !== undefined), ...notices];
}

function accuracyOf(report: Report, name: string, metric = "whole"): number | undefined {
  return report.summary[name]?.[metric]?.mean;
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
  const tested = against.filter((pair) => pair.p !== undefined);
  if (tested.length === 0) return `${first} ${nothingToTest(against, baseline)}`;
  const standing = tested.filter((pair) => pair.p! < LEVEL / against.length);
  return `${first} ${standing.length === 0 ? nothingStands(tested, baseline) : standing.map((pair) => stands(pair, baseline)).join(" ")}`;
}

/** All runs differ alike, or only one is in common: there is no chance to weigh a difference against. */
function nothingToTest(against: readonly PairRecord[], baseline: string): string {
  const largest = Math.max(...against.map((pair) => Math.abs(pair.difference)));
  return largest === 0
    ? `In every run the others were right as often as ${baseline}.`
    : `The runs do not differ from each other, so nothing says how much of the difference to ${baseline} is chance.`;
}

function nothingStands(against: readonly PairRecord[], baseline: string): string {
  const smallest = Math.min(...against.map((pair) => pair.p!));
  const largest = Math.max(...against.map((pair) => Math.abs(pair.difference)));
  return (
    `No difference to ${baseline} stands, though: the largest is ${points(largest)}, and chance alone makes differences as ` +
    `clear as the clearest in ${smallest < 0.001 ? "less than 0.1 %" : percent(smallest)} of such comparisons. More seeds or folds would tell more.`
  );
}

function stands({ first, second, difference, p }: PairRecord, baseline: string): string {
  const other = first === baseline ? second : first;
  const gain = first === baseline ? -difference : difference;
  return `${other} is ${points(gain)} ${gain > 0 ? "better" : "worse"} than ${baseline}, more than chance explains (${chanceText(p!)}).`;
}

function unevenness(report: Report): string | undefined {
  const majority = majorityClass(report.task);
  if (!majority) return undefined;
  const baseline = `The classes are uneven: always answering ${majority.name} would be right for ${percent(majority.share)}.`;
  const [best] = report.approaches
    .flatMap(({ name }) => {
      const balanced = accuracyOf(report, name, "balanced");
      const f1 = accuracyOf(report, name, "macro F1");
      return balanced === undefined || f1 === undefined ? [] : [{ name, balanced, f1 }];
    })
    .sort((a, b) => b.balanced - a.balanced);
  if (!best) return baseline;
  return (
    `${baseline} By balanced accuracy, in which every class counts the same, ${best.name} was best with ` +
    `${percent(best.balanced)} (macro F1 ${best.f1.toFixed(3)}).`
  );
}

function gates(report: Report): string | undefined {
  const sentences = report.approaches.flatMap(({ name }) => {
    const overall = accuracyOf(report, name);
    const oracle = accuracyOf(report, name, "oracle");
    const gate = accuracyOf(report, name, "gate");
    if (overall === undefined || oracle === undefined || gate === undefined) return [];
    return [
      `${name}: the gate is right for ${percent(gate)}; with a perfect gate ${percent(oracle)} of the answers would be right, so ` +
        `its mistakes cost ${points(oracle - overall)}`,
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

/** Approaches that share their weights differ in how they answer, and in nothing else. */
function sharedWeights({ approaches }: Report): string | undefined {
  const sentences = approaches.flatMap(({ name, weightsOf }) =>
    weightsOf === undefined ? [] : [`${name} answers with the weights of ${weightsOf}`],
  );
  return sentences.length === 0 ? undefined : `${sentences.join("; ")}: they were trained once.`;
}
