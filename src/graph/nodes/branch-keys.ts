/* Whether there is a branch for each decision. */
import type { NormalRoute } from "../../spec/normal";
import { nearest } from "../../text/suggest";
import type { Build } from "../build";
import { OTHERS, type Decider } from "../deciders";
import * as messages from "../messages";

/** With more branches that nobody chooses than these, none is guessed at. */
const mostGuesses = 50;

/**
 * The key of a branch that the decider does not know and that is the way out for those it is unsure of: it stands behind
 * all others.
 */
export function wayOutBranch({ select, branches }: NormalRoute, decider: Decider): string | undefined {
  if (typeof select !== "object" || !("atLeast" in select)) return undefined;
  const { otherwise } = select;
  if (typeof otherwise !== "string" || decider.numbers.has(otherwise)) return undefined;
  return branches.some(({ key }) => key === otherwise) ? otherwise : undefined;
}

/** The numbers of the keys without a branch. A branch too many is reported, and with it the key that it stands for. */
export function checkKeys(build: Build, route: NormalRoute, decider: Decider): number[] {
  const written = new Set(route.branches.map((branch) => branch.key));
  const missing = decider.keys.filter((key) => !written.has(key));
  const surplus = route.branches.filter(({ key }) => key !== OTHERS && !decider.numbers.has(key));
  const renamed = missing.length === 1 && surplus.length === 1 ? missing[0] : undefined;
  for (const { key, pointer } of surplus) {
    const near = surplus.length > mostGuesses ? undefined : nearest(key, missing);
    build.report.error(pointer, () => messages.surplusBranch(decider, key, { near, renamed }), "key");
    const meant = near ?? renamed;
    if (meant !== undefined) missing.splice(missing.indexOf(meant), 1);
  }
  const left = new Set(missing);
  return [...decider.keys.keys()].filter((index) => left.has(decider.keys[index]!));
}
