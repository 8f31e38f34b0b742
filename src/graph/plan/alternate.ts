/* Alternating branches: the turns of a phase. */
import type { NormalAlternate } from "../../spec/normal";
import { pointerTo } from "../../spec/pointer";
import type { Alternation, Graph, HeadNode, Turn } from "../ir";
import * as messages from "../messages";
import { ownValue } from "../own-value";
import { reached, runsWith } from "../reach";
import type { ProblemReport } from "../report";
import { branchesWithin, nodesWithin } from "../walk";

type Parts = Pick<Graph, "nodes" | "variables" | "inputs" | "tags" | "body">;

/** The turns of a phase that trains `train` by the losses of `heads`; `undefined` (and a problem) without any. */
export function resolveAlternation(
  graph: Parts,
  alternate: NormalAlternate,
  phase: string,
  heads: readonly HeadNode[],
  train: readonly string[],
  report: ProblemReport,
): Alternation | undefined {
  const { by, schedule, inactiveShare, importanceWeights } = alternate;
  const turns =
    by === "heads"
      ? turnsByHead(graph, heads, train)
      : turnsByTag(graph, by.tag, heads, train, pointerTo(alternate.pointer, "by", "tag"), report);
  if (!turns) return undefined;
  const idle = turns.filter((turn) => turn.train.length === 0);
  const active = turns.filter((turn) => turn.train.length > 0);
  for (const turn of idle) report.warn(alternate.pointer, messages.turnIsIdle(turn.name, phase));
  const [first] = active;
  if (first && turns.length === 1) report.warn(alternate.pointer, messages.oneTurn(first.name, phase));
  return { turns: active, schedule, inactiveShare, importanceWeights };
}

/** A turn for each head: the samples with a label for it, and what its loss moves. */
function turnsByHead(graph: Parts, heads: readonly HeadNode[], train: readonly string[]): Turn[] {
  const inOrder = ordered(train);
  return heads.map(({ name, path }) => ({
    name,
    samples: { head: path },
    heads: [path],
    train: inOrder(reached(graph, [path])),
  }));
}

/** A turn for each value of a tag: the heads that such samples can reach, and what their losses move in them. */
function turnsByTag(
  graph: Parts,
  tag: string,
  heads: readonly HeadNode[],
  train: readonly string[],
  pointer: string,
  report: ProblemReport,
): Turn[] | undefined {
  const values = ownValue(graph.tags, tag);
  if (!values) {
    report.error(pointer, () => messages.unknownTag(tag, Object.keys(graph.tags)));
    return undefined;
  }
  const inOrder = ordered(train);
  const only = branchesOf(graph, tag);
  const everywhere = heads.filter(({ path }) => !only.has(path));
  const ofValue = new Map<number, HeadNode[]>();
  for (const head of heads) {
    const value = only.get(head.path);
    if (value !== undefined) ofValue.set(value, [...(ofValue.get(value) ?? []), head]);
  }
  const place = new Map(heads.map(({ path }, number) => [path, number]));
  return values.map((name, value) => {
    const active = { tag, value };
    const runs = runsWith(graph, active);
    const own = [...everywhere, ...(ofValue.get(value) ?? [])]
      .map((head) => head.path)
      .filter(runs)
      .sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
    return { name, samples: active, heads: own, train: inOrder(reached(graph, own, active)) };
  });
}

/** Leads nowhere: inside the branch of one value, the branch of another. */
const NEVER = -1;

/** Paths inside the branches of the routes by a tag, at any depth -> the value that leads there. */
function branchesOf({ body }: Pick<Graph, "body">, tag: string): Map<string, number> {
  const only = new Map<string, number>();
  for (const { branch } of branchesWithin(body)) {
    const value = ownValue(branch.when, tag);
    if (value === undefined) continue;
    for (const { path } of nodesWithin(branch.body)) {
      // What stands inside of branches of two values is never reached.
      only.set(path, (only.get(path) ?? value) === value ? value : NEVER);
    }
  }
  return only;
}

/** Puts variables in the order of `train`, and leaves out those that are not in it. */
function ordered(train: readonly string[]): (moved: ReadonlySet<string>) => string[] {
  const place = new Map(train.map((path, number) => [path, number]));
  return (moved) =>
    [...moved].filter((path) => place.has(path)).sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
}
