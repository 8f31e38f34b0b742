/* Alternating branches: the turns of a phase. */
import type { NormalAlternate } from "../spec/normal";
import { pointerTo } from "../spec/pointer";
import type { Alternation, Graph, HeadNode, Turn } from "./ir";
import * as messages from "./messages";
import { ownValue } from "./own-value";
import { neededInputs, reached } from "./reach";
import type { ProblemReport } from "./report";

type Parts = Pick<Graph, "nodes" | "variables" | "inputs" | "tags">;

/** The turns of a phase that trains `train` by the losses of `heads`; `undefined` (and a problem) without any. */
export function resolveAlternation(
  graph: Parts,
  alternate: NormalAlternate,
  phase: string,
  heads: readonly HeadNode[],
  train: readonly string[],
  report: ProblemReport,
): Alternation | undefined {
  const { by, schedule, alpha, inactiveShare } = alternate;
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
  return { turns: active, schedule, alpha, inactiveShare };
}

/** A turn for each head: the samples with a label for it, and what its loss moves. */
function turnsByHead(graph: Parts, heads: readonly HeadNode[], train: readonly string[]): Turn[] {
  return heads.map(({ name, path }) => {
    const moved = reached(graph, [path]);
    return {
      name,
      samples: { head: path },
      heads: [path],
      train: train.filter((variable) => moved.has(variable)),
    };
  });
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
    report.error(pointer, messages.unknownTag(tag, Object.keys(graph.tags)));
    return undefined;
  }
  return values.map((name, value) => {
    const active = { tag, value };
    const own = heads.filter((head) => runsFor(graph, head, active)).map((head) => head.path);
    const moved = reached(graph, own, active);
    return { name, samples: active, heads: own, train: train.filter((variable) => moved.has(variable)) };
  });
}

/** Whether a head can run for samples with this value of a tag: not in another branch, not on inputs they lack. */
function runsFor(graph: Parts, head: HeadNode, active: { tag: string; value: number }): boolean {
  for (const node of graph.nodes.values()) {
    if (node.kind !== "route" || !("tag" in node.by) || node.by.tag !== active.tag) continue;
    const elsewhere = node.branches.some(
      (branch) => branch.index !== active.value && branch.body.some(({ path }) => path === head.path),
    );
    if (elsewhere) return false;
  }
  const needed = neededInputs(graph, [head.path], active);
  return graph.inputs.every(
    ({ name, when }) => !needed.has(name) || (when[active.tag] ?? active.value) === active.value,
  );
}
