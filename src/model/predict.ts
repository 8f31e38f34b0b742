import * as tf from "@tensorflow/tfjs-core";
import { randomStream } from "../backend/random";
import { labelProbability } from "../choice";
import { EspalierError } from "../errors";
import type { GateNode, Graph, HeadNode, RoutingNode } from "../graph/ir";
import { scheduledAt } from "../graph/scheduled";
import { gatingOf, isRouting } from "../graph/walk";
import {
  BatchPlan,
  Program,
  requestOf,
  run,
  type GraphIndex,
  type Mode,
  type RunResult,
  type Wanted,
} from "../program";
import { sizeOf } from "../shape";
import { checkActivations } from "./check-memory";
import { answerOf } from "./answer-of";
import { CandidateReader } from "./candidates";
import { hostProbabilities } from "./host-probabilities";
import { labelsOfHeads, rankedLabels } from "./labels-of";
import type { DeviceData } from "./device-data";
import type {
  AnswerPrediction,
  HeadPrediction,
  Prediction,
  PredictOptions,
  RoutePrediction,
} from "./prediction";

/** Samples at a time where the caller does not say. */
export const PREDICT_BATCH = 256;

/**
 * Runs the network over all samples, a batch at a time, and brings what heads and routes say to the host.
 * The samples' order is kept; a branch runs for its samples only.
 *
 * @throws EspalierError where `batchSize` is not a whole number of at least 1
 */
export function predictAll(
  index: GraphIndex,
  weights: ReadonlyMap<string, tf.Tensor>,
  data: DeviceData,
  options: PredictOptions = {},
): Prediction {
  const { graph } = index;
  const step = options.batchSize ?? PREDICT_BATCH;
  if (!Number.isInteger(step) || step < 1) {
    throw new EspalierError(`batchSize is ${step}`, { hint: "give a whole number of at least 1" });
  }
  checkActivations(graph, Math.min(step, data.size), "predict");
  const heads = new Map(graph.heads.map((head) => [head.path, emptyHead(head, data.size)]));
  const routeNodes = [...graph.nodes.values()].filter(isRouting);
  const routes = new Map(routeNodes.map((route) => [route.path, emptyRoute(route, data.size)]));
  const gateNodes = gatesOf(graph, routeNodes);
  const gates = gateNodes.map((gate) => emptyGate(gate, data.size));

  const wanted = everything(graph, gateNodes, routeNodes);
  const program = new Program(requestOf(index, wanted, modeOf(options)));
  const candidates = options.candidates && new CandidateReader(index, weights, options.candidates);
  for (let start = 0; start < data.size; start += step) {
    const samples = Int32Array.from({ length: Math.min(step, data.size - start) }, (_, i) => start + i);
    tf.tidy(() => {
      const batch = data.batch(samples);
      const plan = new BatchPlan(program.request, batch);
      const result = run(program, plan, { weights, random: (path) => randomStream(0, path) });
      for (const head of graph.heads) readHead(result, plan, head, heads.get(head.path)!, start);
      for (const gate of gates) readGate(result, plan, gate, start);
      for (const route of routes.values()) readRoute(result, plan, route, start);
      candidates?.read(batch);
    });
  }
  const labels = labelsOfHeads(graph, heads, options.threshold);
  const prediction = { ...assemble(graph, data.size, heads, gates, [...routes.values()]), labels };
  if (!candidates) return prediction;
  const ranked = rankedLabels(graph, labels, options.candidates);
  return { ...prediction, candidates: { ...candidates.candidates(), ...ranked } };
}

/** The values of all heads and gates, who goes where at every route, and what comes of it where that is an answer. */
function everything(graph: Graph, gates: readonly GateNode[], routes: readonly RoutingNode[]): Wanted[] {
  const answers = routes.filter(({ answer }) => answer !== undefined);
  return [
    ...graph.heads.map(({ path, classes }) => ({ kind: classes ? "calibrated" : "value", path }) as const),
    ...gates.map(({ path }) => ({ kind: "value", path }) as const),
    ...routes.map(({ path }) => ({ kind: "rows", path }) as const),
    ...answers.map(({ path }) => ({ kind: "value", path }) as const),
  ];
}

/** The gates without labels that decide on routes. */
function gatesOf({ nodes }: Graph, routes: readonly RoutingNode[]): GateNode[] {
  const deciding = new Set(routes.flatMap(({ by }) => ("head" in by ? nodes.get(by.head)! : [])));
  return [...deciding].filter((node) => node.kind === "gate");
}

function modeOf({ routing = "gate", branches = "chosen" }: PredictOptions): Mode {
  return { training: false, routing: typeof routing === "string" ? routing : new Set(routing), branches };
}

function emptyHead(head: HeadNode, size: number): HeadPrediction {
  const width = head.classes?.length ?? sizeOf(head.shape);
  const { name, target, classes } = head;
  return { name, target, classes, width, values: new Float32Array(size * width).fill(NaN) };
}

function readHead(
  result: RunResult,
  plan: BatchPlan,
  head: HeadNode,
  into: HeadPrediction,
  start: number,
): void {
  const { positions } = plan.scopeOf(head.path)!;
  const value = head.classes ? result.calibrated(head.path) : result.value(head.path);
  if (!value) return;
  const raw = value.dataSync<"float32">();
  const values = head.classes
    ? hostProbabilities(raw, head.shape[0]!)
    : head.multiLabel
      ? raw.map(labelProbability)
      : raw;
  place(values, into.width, positions, into.values, start);
}

/** What a gate without labels says: its probabilities by sample. */
interface GatePrediction {
  readonly node: GateNode;
  readonly values: Float32Array;
}

const emptyGate = (node: GateNode, size: number): GatePrediction => ({
  node,
  values: new Float32Array(size * node.choices.length).fill(NaN),
});

function readGate(result: RunResult, plan: BatchPlan, { node, values }: GatePrediction, start: number): void {
  const width = node.choices.length;
  const logits = result.value(node.path)?.dataSync<"float32">();
  if (!logits) return;
  const temperature = scheduledAt(node.gating.temperature, undefined);
  const probabilities = hostProbabilities(
    logits.map((logit) => logit / temperature),
    width,
  );
  place(probabilities, width, plan.scopeOf(node.path)!.positions, values, start);
}

/** What a head says where it decides: its probabilities, at the temperature that it has as a gate. */
function decidingProbabilities(
  { nodes }: Graph,
  path: string,
  heads: ReadonlyMap<string, HeadPrediction>,
): Float32Array {
  const { values, width } = heads.get(path)!;
  const temperature = scheduledAt(gatingOf(nodes.get(path))!.temperature, undefined);
  if (temperature === 1) return values;
  return hostProbabilities(
    values.map((probability) => Math.log(probability) / temperature),
    width,
  );
}

/** What one route does. */
interface RouteReading {
  readonly node: RoutingNode;
  readonly taken: Int32Array;
  readonly selected: Uint8Array;
  /** Of its answer; empty without one. */
  readonly probabilities: Float32Array;
}

function emptyRoute(node: RoutingNode, size: number): RouteReading {
  const classes = node.answer?.classes.length ?? 0;
  return {
    node,
    taken: new Int32Array(size).fill(-1),
    selected: new Uint8Array(size * node.branches.length),
    probabilities: new Float32Array(size * classes).fill(NaN),
  };
}

function readRoute(
  result: RunResult,
  plan: BatchPlan,
  { node, taken, selected, probabilities }: RouteReading,
  start: number,
): void {
  const { positions } = plan.scopeOf(node.path)!;
  const rows = plan.rows(node.path)!;
  rows.taken.forEach((branch, row) => (taken[start + positions[row]!] = branch));
  rows.rows.forEach((own, branch) => {
    for (const row of own) selected[(start + positions[row]!) * node.branches.length + branch] = 1;
  });
  const answer = node.answer && result.value(node.path)?.dataSync<"float32">();
  if (!answer) return;
  const width = node.answer.classes.length;
  place(answer, width, positions, probabilities, start);
  // A sample that no branch took has no answer.
  rows.taken.forEach((branch, row) => {
    const at = (start + positions[row]!) * width;
    if (branch === -1) probabilities.fill(NaN, at, at + width);
  });
}

/** Rows of a scope at the places of their samples. */
function place(
  rows: Float32Array,
  width: number,
  positions: Int32Array,
  into: Float32Array,
  start: number,
): void {
  positions.forEach((position, row) => {
    into.set(rows.subarray(row * width, (row + 1) * width), (start + position) * width);
  });
}

function assemble(
  graph: Graph,
  size: number,
  heads: ReadonlyMap<string, HeadPrediction>,
  gates: readonly GatePrediction[],
  readings: readonly RouteReading[],
): Omit<Prediction, "labels"> {
  const routes: Record<string, RoutePrediction> = {};
  const answers: Record<string, AnswerPrediction> = {};
  for (const head of graph.heads) {
    const target = graph.targets.get(head.target);
    if (head.within === undefined && target?.kind === "classes") {
      answers[head.name] = answerOf(head.name, target.name, target.classes, heads.get(head.path)!.values);
    }
  }
  const said = new Map(gates.map(({ node, values }) => [node.path, values]));
  for (const { node, taken, selected, probabilities } of readings) {
    const { by, path, branches, answer } = node;
    routes[path] = {
      name: path,
      branches: branches.map((branch) => branch.key),
      taken,
      selected,
      gate: "head" in by ? (said.get(by.head) ?? decidingProbabilities(graph, by.head, heads)) : undefined,
    };
    if (answer) answers[path] = answerOf(path, answer.target, answer.classes, probabilities);
  }
  return {
    size,
    heads: Object.fromEntries([...heads.values()].map((head) => [head.name, head])),
    routes,
    answers,
  };
}
