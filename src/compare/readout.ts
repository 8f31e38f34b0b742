/* Which parts of a network's prediction answer the task. */
import { routesOf, type Graph, type HeadNode } from "../graph";
import type { NormalTask } from "./normal";

/** Names in a `Prediction`. */
export interface Readout {
  /** In `answers`: what answers over all fine classes. */
  readonly answer: string;
  /** In `heads`: what tells the groups apart. */
  readonly gate: string | undefined;
  /** In `routes`: where that head sends the samples; its branches are the groups, in their order. */
  readonly route: string | undefined;
}

/** The nodes that answer over all classes of the task's target, by their names in a prediction. */
export function answersTo(graph: Graph, { target }: Pick<NormalTask, "target">): string[] {
  const heads = graph.heads.filter((head) => head.target === target && head.within === undefined);
  const routes = routesOf(graph).filter((route) => route.answer?.target === target);
  return [...heads.map(({ name }) => name), ...routes.map(({ path }) => path)];
}

/**
 * What to read where one node answers: the only one there is, or the one that bears the target's name.
 * `undefined` where none does, or several do.
 */
export function readoutOf(graph: Graph, task: Pick<NormalTask, "target" | "gate">): Readout | undefined {
  const answers = answersTo(graph, task);
  const answer =
    answers.find((name) => name === task.target) ?? (answers.length === 1 ? answers[0] : undefined);
  if (answer === undefined) return undefined;
  const gates = new Map(graph.heads.filter((head) => isGate(head, task)).map((head) => [head.path, head]));
  const route = routesOf(graph).find(({ path, by }) => path === answer && "head" in by && gates.has(by.head));
  const decider = route && "head" in route.by ? gates.get(route.by.head) : undefined;
  return { answer, gate: (decider ?? [...gates.values()][0])?.name, route: route?.path };
}

function isGate(head: HeadNode, { gate }: Pick<NormalTask, "gate">): boolean {
  return head.target === gate && head.within === undefined;
}
