/* A graph file may number the task's classes and groups in an order of its own: names bind them. */
import type {
  AnswerPrediction,
  HeadPrediction,
  Prediction,
  RoutePrediction,
} from "../../../model/prediction";
import type { NormalTask } from "../../normal";
import type { Readout } from "../../readout";

/**
 * What a readout reads, with classes, groups and branches numbered as the task numbers them. The names must be the same;
 * where the order is too, the result is `prediction` itself.
 */
export function inTaskOrder(
  prediction: Prediction,
  task: Pick<NormalTask, "classes" | "groups">,
  { answer, gate, route }: Readout,
): Prediction {
  const groups = task.groups.map(({ name }) => name);
  const answered = orderAnswer(prediction.answers[answer]!, task.classes);
  const decided = gate === undefined ? undefined : orderHead(prediction.heads[gate]!, groups);
  const routed = route === undefined ? undefined : orderRoute(prediction.routes[route]!, groups);
  if (
    answered === prediction.answers[answer] &&
    (gate === undefined || decided === prediction.heads[gate]) &&
    (route === undefined || routed === prediction.routes[route])
  )
    return prediction;
  return {
    ...prediction,
    answers: { ...prediction.answers, [answer]: answered },
    ...(gate !== undefined && { heads: { ...prediction.heads, [gate]: decided! } }),
    ...(route !== undefined && { routes: { ...prediction.routes, [route]: routed! } }),
  };
}

function orderAnswer(answer: AnswerPrediction, names: readonly string[]): AnswerPrediction {
  const from = sources(answer.classes, names);
  if (!from) return answer;
  return {
    ...answer,
    classes: names,
    labels: renumbered(answer.labels, from),
    probabilities: columnsFrom(answer.probabilities, from),
  };
}

function orderHead(head: HeadPrediction, names: readonly string[]): HeadPrediction {
  const from = sources(head.classes ?? names, names);
  return from ? { ...head, classes: names, values: columnsFrom(head.values, from) } : head;
}

function orderRoute(route: RoutePrediction, groups: readonly string[]): RoutePrediction {
  // Behind those of the groups, the branch for samples of which the gate is unsure.
  const names = [...groups, ...route.branches.filter((key) => !groups.includes(key))];
  const from = sources(route.branches, names);
  if (!from) return route;
  return {
    ...route,
    branches: names,
    taken: renumbered(route.taken, from),
    selected: columnsFrom(route.selected, from),
    gate: route.gate && columnsFrom(route.gate, from.slice(0, groups.length)),
  };
}

/** Number in the task -> number in the network; `undefined` where they are the same. */
function sources(own: readonly string[], names: readonly string[]): readonly number[] | undefined {
  const numbers = new Map(own.map((name, number) => [name, number]));
  const from = names.map((name) => numbers.get(name)!);
  return from.every((number, i) => number === i) ? undefined : from;
}

function renumbered(numbers: Int32Array, from: readonly number[]): Int32Array {
  const to = new Int32Array(from.length);
  from.forEach((source, number) => (to[source] = number));
  return numbers.map((number) => to[number] ?? -1);
}

function columnsFrom<Values extends Float32Array | Uint8Array>(
  values: Values,
  from: readonly number[],
): Values {
  const width = from.length;
  const ordered = values.slice() as Values;
  for (let i = 0; i < values.length; i++) ordered[i] = values[i - (i % width) + from[i % width]!]!;
  return ordered;
}
