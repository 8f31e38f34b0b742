/* Which branches of a route run, and how their values become one: what an author leaves out, and what does not go together. */
import type { Merge, Select } from "../../spec/language";
import type { NormalRoute } from "../../spec/normal";
import { pointerTo } from "../../spec/pointer";
import type { Build } from "../build";
import { deciderKind, type Decider } from "../deciders";
import type { ClassTarget, Selection, WayOut } from "../ir";
import { merges } from "../merges";
import type { Message } from "../message";
import { isMessage } from "../message";
import * as messages from "../messages";

/** Which branches run; `undefined` (and a problem) where that cannot be. */
export function resolveSelection(
  build: Build,
  { select, pointer, branches }: NormalRoute,
  decider: Decider,
): Selection | undefined {
  const selection = selectionOf(select, decider, branches.length);
  if (!isMessage(selection)) return selection;
  build.report.error(pointerTo(pointer, "select"), selection);
  return undefined;
}

function selectionOf(select: Select, decider: Decider, written: number): Selection | Message {
  const { says } = deciderKind(decider.by);
  if (select === "first") return { kind: "first" };
  if (says === "one") return messages.onlyOneBranch(decider);
  if (select === "all") return { kind: "all" };
  const count = Math.max(decider.keys.length, written);
  if ("top" in select) {
    return select.top > count
      ? messages.moreThanBranches(select.top, count)
      : { kind: "top", count: select.top };
  }
  if (says !== "probabilities") return messages.noProbabilities(decider, "atLeast");
  const otherwise = wayOut(select.otherwise, decider, count);
  return isMessage(otherwise) ? otherwise : { kind: "atLeast", probability: select.atLeast, otherwise };
}

function wayOut(
  otherwise: Extract<Select, { atLeast: unknown }>["otherwise"],
  { keys, numbers }: Decider,
  count: number,
): WayOut | Message {
  if (typeof otherwise === "object") {
    return otherwise.top > count
      ? messages.moreThanBranches(otherwise.top, count)
      : { kind: "top", count: otherwise.top };
  }
  if (otherwise === "all") return { kind: "all" };
  const index = numbers.get(otherwise);
  return index === undefined ? messages.unknownWayOut(otherwise, keys) : { kind: "branch", index };
}

/** Whether more than one branch may run for a sample. */
export function mayTakeSeveral(select: Selection | WayOut): boolean {
  if (select.kind === "atLeast") return mayTakeSeveral(select.otherwise);
  return select.kind === "all" || (select.kind === "top" && select.count > 1);
}

/** How the values become one; `undefined` (and a problem) where that cannot be. */
export function resolveMerge(
  build: Build,
  route: NormalRoute,
  decider: Decider,
  select: Selection,
  answer: ClassTarget | undefined,
): Merge | undefined {
  const { says } = deciderKind(decider.by);
  const several = mayTakeSeveral(select);
  const merge = route.merge ?? impliedMerge(several, says, answer !== undefined);
  const refuse = (message: Message): undefined => {
    build.report.error(pointerTo(route.pointer, "merge"), message);
  };
  const kind = merges[merge];
  if (several && !kind.several) {
    refuse(messages.severalPutBack());
    return;
  }
  if (kind.needs === "probabilities" && says !== "probabilities") {
    refuse(messages.noProbabilities(decider, merge));
    return;
  }
  if (kind.needs === "numbers" && says === "one") {
    refuse(messages.noProbabilities(decider, merge));
    return;
  }
  if (kind.answers === "must" && !answer) {
    refuse(messages.jointWithoutAnswer());
    return;
  }
  return merge;
}

function impliedMerge(several: boolean, says: "probabilities" | "numbers" | "one", answers: boolean): Merge {
  if (!several) return "putBack";
  if (says === "numbers") return "sum";
  return answers ? "joint" : "weighted";
}
