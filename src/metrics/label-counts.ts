/* Labels of which a sample may have several: what is told of each against what is known of it. */
import { labelProbability } from "../choice";
import { macroF1 } from "./class-counts";
import type { CountedHead, LabelledRows } from "./metric";

/** What is known of rows: 1, 0 or -1 (not known) for each label, and whether anything is of a row. */
export type KnownRows = Pick<LabelledRows, "width" | "labels" | "mask">;

/** Whether a label is told of a row, by its place in `rows * labels`; `undefined`: nothing that makes sense is. */
export type Told = (place: number) => boolean | undefined;

/** The probability above which a label is told of a sample. */
export const thresholdOf = ({ multiLabel }: CountedHead): number => multiLabel?.threshold ?? 0.5;

/** By logits: those labels are told whose probability is above the threshold. */
export function toldBy(logits: ArrayLike<number>, threshold: number): Told {
  return (place) => {
    const probability = labelProbability(logits[place]!);
    return Number.isNaN(probability) ? undefined : probability > threshold;
  };
}

/** Calls for each known label of each labelled row. Where nothing that makes sense is told, it counts as the wrong thing. */
export function eachKnownLabel(
  { width, labels, mask }: KnownRows,
  told: Told,
  call: (row: number, label: number, has: boolean, told: boolean) => void,
): void {
  for (let row = 0; row < mask.length; row++) {
    if (mask[row] !== 1) continue;
    for (let label = 0; label < width; label++) {
      const place = row * width + label;
      if (labels[place]! < 0) continue;
      const has = labels[place] === 1;
      call(row, label, has, told(place) ?? !has);
    }
  }
}

/** Known labels, and those that are told as they are: plain JSON. */
export interface KnownCounts {
  known: number;
  correct: number;
}

export function countKnown(counts: KnownCounts, rows: KnownRows, told: Told): void {
  eachKnownLabel(rows, told, (_row, _label, has, said) => {
    counts.known += 1;
    if (has === said) counts.correct += 1;
  });
}

/** The share of the known labels that are told as they are; `undefined` where none is known. */
export function shareOfKnown(counts: readonly KnownCounts[]): number | undefined {
  const known = counts.reduce((sum, each) => sum + each.known, 0);
  return known === 0 ? undefined : counts.reduce((sum, { correct }) => sum + correct, 0) / known;
}

/** Rows with a known label, and those of which every known label is told as it is: plain JSON. */
export interface MatchCounts {
  labelled: number;
  correct: number;
}

export function countMatches(counts: MatchCounts, rows: KnownRows, told: Told): void {
  const labelled = new Set<number>();
  const wrong = new Set<number>();
  eachKnownLabel(rows, told, (row, _label, has, said) => {
    labelled.add(row);
    if (has !== said) wrong.add(row);
  });
  counts.labelled += labelled.size;
  counts.correct += labelled.size - wrong.size;
}

/** Counts by label, over the rows of which the label is known: plain JSON. */
export interface LabelCounts {
  /** Rows that have it. */
  readonly present: number[];
  /** Those of which it is told. */
  readonly told: number[];
  /** Those of which it is told and that have it. */
  readonly hits: number[];
}

export function noLabelCounts(labels: number): LabelCounts {
  const zeros = (): number[] => Array<number>(labels).fill(0);
  return { present: zeros(), told: zeros(), hits: zeros() };
}

export function countLabels(counts: LabelCounts, rows: KnownRows, told: Told): void {
  eachKnownLabel(rows, told, (_row, label, has, said) => {
    if (has) counts.present[label]! += 1;
    if (said) counts.told[label]! += 1;
    if (has && said) counts.hits[label]! += 1;
  });
}

/** 2 hits / (present + told) over all labels together; `undefined` where there are none, and none is told. */
export function microF1Of(counts: readonly LabelCounts[]): number | undefined {
  const total = (of: (count: LabelCounts) => readonly number[]): number =>
    counts.flatMap(of).reduce((sum, count) => sum + count, 0);
  const both = total(({ present }) => present) + total(({ told }) => told);
  return both === 0 ? undefined : (2 * total(({ hits }) => hits)) / both;
}

/** The mean over the labels of 2 hits / (present + told), without labels that have neither; `undefined` where none has. */
export function macroF1Of(counts: readonly LabelCounts[]): number | undefined {
  return macroF1(
    counts.map(({ present, told, hits }) => ({ labelled: present, answered: told, correct: hits })),
  );
}
