/* One finished run as a line of a runs file. */
import { damaged, digestOfJson, parseJson } from "../../files";
import { checkPart } from "../../spec";
import { restoreHistory, storeHistory, type StoredEpoch } from "../../train/stored-history";
import type { FinishedRun } from "../report/finished-run";
import type { RunRecord } from "../report/report";

/** A run of a runs file. */
export interface StoredRun {
  /** What its numbers follow from: network, data, seed, fold, backend. */
  key: string;
  /** One character, 0 or 1, for each labelled test sample. */
  right: string;
  record: Omit<RunRecord, "history"> & { history: StoredEpoch[] };
}

/** A run as one line, with a checksum over what stands in it. */
export function formatRun(key: string, { record, correct }: FinishedRun): string {
  const run = { key, right: correct.join(""), record: { ...record, history: storeHistory(record.history) } };
  // As it will be read: what JSON does not hold (undefined) is no part of the checksum.
  const content = JSON.parse(JSON.stringify(run)) as StoredRun;
  return JSON.stringify({ sha256: digestOfJson(content), run: content });
}

/** @throws EspalierError where the line is not one that `formatRun` made */
export function parseRun(line: string, where: string): [key: string, run: FinishedRun] {
  const { sha256, run, ...more } = parseJson(line, where);
  if (Object.keys(more).length > 0 || run === undefined || sha256 !== digestOfJson(run))
    throw damaged("its content does not have its checksum", where);
  checkPart("StoredRun", run, where);
  const { key, right, record } = run as StoredRun;
  const { history, ...rest } = record;
  const answers = Uint8Array.from(right, Number);
  const fault = faultOf(rest, right, answers);
  if (fault !== undefined) throw damaged(fault, where);
  return [key, { record: { ...rest, history: restoreHistory(history) }, correct: answers }];
}

/** Whether what is said twice is said alike: the answers, the table of confusions and the share of correct ones. */
function faultOf(
  { confusion, accuracy }: Pick<RunRecord, "confusion" | "accuracy">,
  text: string,
  answers: Uint8Array,
): string | undefined {
  if (!/^[01]*$/.test(text)) return "its answers are not zeros and ones";
  const correct = answers.reduce((sum, answer) => sum + answer, 0);
  if (confusion.some((row) => row.length !== confusion.length))
    return "its table of confusions is not square";
  const samples = confusion.flat().reduce((sum, count) => sum + count, 0);
  const agreed = confusion.reduce((sum, row, label) => sum + row[label]!, 0);
  // A sample without an answer is in no cell of the table.
  if (samples > answers.length || agreed !== correct)
    return "its answers and its table of confusions are of different samples";
  const share = answers.length > 0 ? correct / answers.length : 0;
  return Math.abs(share - accuracy.whole) > 1e-9
    ? "its answers are not as often right as it says"
    : undefined;
}
