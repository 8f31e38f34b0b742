/* What a comparison should not speak without: of its test samples, and all of it in one list. */
import type { Dataset } from "../../data/dataset";
import type { Prediction } from "../../model/prediction";
import { formatNotice, type Notice } from "../../notice";
import type { NormalTask } from "../normal";
import type { ReportNotice } from "./report";

/** A notice and the run, or the approach, that it is of. */
export interface PlacedNotice {
  readonly notice: Notice;
  readonly approach?: string;
  readonly seed?: number;
  readonly fold?: number;
}

/** Classes that no test sample has, branches and routes that none took. */
export function testNotices({ labels }: Dataset, task: NormalTask, { routes }: Prediction): Notice[] {
  const notices: Notice[] = [];
  const seen = new Set<number>(labels[task.target]);
  const never = task.classes.filter((_, label) => !seen.has(label));
  if (never.length > 0) {
    notices.push({
      code: "classWithoutTestSamples",
      where: task.target,
      message: `no test sample has the label ${never.join(", ")}`,
      hint: "the accuracies say nothing of it: add samples, or take the class out",
    });
  }
  for (const { name, branches, selected, gate } of Object.values(routes)) {
    // A branch may also run beside a sample's first choice.
    const used = new Set<number>();
    selected.forEach((runs, place) => runs === 1 && used.add(place % branches.length));
    const idle = branches.filter((_, branch) => !used.has(branch));
    if (idle.length === branches.length) {
      notices.push({
        code: "routeNeverTaken",
        where: name,
        message: "no test sample reaches this route",
        hint: "what it would answer is not in the figures",
      });
    } else if (idle.length > 0) {
      const who = gate === undefined ? "no test sample takes" : "the gate never chooses";
      notices.push({
        code: "branchNeverChosen",
        where: name,
        message: `${who} the branch ${idle.join(", ")}`,
        hint: "see how many samples it has, and how often the gate is right",
      });
    }
  }
  return notices;
}

/** Notices of the samples, which every approach sees alike; all others are of an approach. */
const OF_SAMPLES: ReadonlySet<string> = new Set([
  "classWithoutSamples",
  "classWithoutTestSamples",
  "constantFeature",
  "differentScales",
]);

const approachOf = ({ notice, approach }: PlacedNotice): string | undefined =>
  OF_SAMPLES.has(notice.code) ? undefined : approach;

/**
 * Equal notices as one, with their number: the approach where they are not of the samples alone, seed and fold where all
 * are of one.
 */
export function foldNotices(placed: readonly PlacedNotice[]): ReportNotice[] {
  const groups = new Map<string, PlacedNotice[]>();
  for (const one of placed) {
    const key = JSON.stringify([one.notice.code, approachOf(one), formatNotice(one.notice)]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => {
    const { notice, approach, seed, fold } = group[0]!;
    const sameApproach = group.every((other) => other.approach === approach);
    const sameSplit = group.every((other) => other.seed === seed && other.fold === fold);
    return {
      ...notice,
      ...(sameApproach && approach !== undefined && { approach }),
      ...(sameSplit && seed !== undefined && fold !== undefined && { seed, fold }),
      count: group.length,
    };
  });
}

/** `cascade, seed 1, fold 2, gate: message; hint (4 times)`: one line. */
export function formatReportNotice({ approach, seed, fold, count, ...notice }: ReportNotice): string {
  const place = [
    approach,
    seed === undefined ? undefined : `seed ${seed}`,
    fold === undefined ? undefined : `fold ${fold}`,
    notice.where,
  ].filter((part) => part !== undefined);
  const text = formatNotice({ ...notice, ...(place.length > 0 && { where: place.join(", ") }) });
  return count > 1 ? `${text} (${count} times)` : text;
}

/** Tells each notice once, whatever number of runs it is of. */
export class NoticeBoard {
  readonly all: PlacedNotice[] = [];
  private readonly said = new Set<string>();

  constructor(private readonly say: (notice: Notice) => void) {}

  add(placed: PlacedNotice): void {
    this.all.push(placed);
    this.tell(placed);
  }

  /** Tells without keeping it: a run that is not finished may be no part of the report. */
  tell(placed: PlacedNotice): void {
    const { notice } = placed;
    const where = [approachOf(placed), notice.where].filter((part) => part !== undefined).join(", ");
    const shown: Notice = where === "" ? notice : { ...notice, where };
    const line = formatNotice(shown);
    if (this.said.has(line)) return;
    this.said.add(line);
    this.say(shown);
  }
}
