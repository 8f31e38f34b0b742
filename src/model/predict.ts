import * as tf from "@tensorflow/tfjs-core";
import { randomStream } from "../backend/random";
import { EspalierError } from "../errors";
import type { Graph, HeadNode, RoutingNode } from "../graph/ir";
import { isRouting } from "../graph/walk";
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
import { headAnswer, routeAnswer } from "./answer-of";
import { hostProbabilities } from "./host-probabilities";
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
  const routes = new Map(routeNodes.map((route) => [route.path, new Int32Array(data.size).fill(-1)]));

  const program = new Program(requestOf(index, everything(graph, routeNodes), modeOf(options)));
  for (let start = 0; start < data.size; start += step) {
    const samples = Int32Array.from({ length: Math.min(step, data.size - start) }, (_, i) => start + i);
    tf.tidy(() => {
      const plan = new BatchPlan(program.request, data.batch(samples));
      const result = run(program, plan, { weights, random: (path) => randomStream(0, path) });
      for (const head of graph.heads) readHead(result, plan, head, heads.get(head.path)!, start);
      for (const [path, taken] of routes) {
        const { positions } = plan.scopeOf(path)!;
        plan.rows(path)!.taken.forEach((branch, row) => (taken[start + positions[row]!] = branch));
      }
    });
  }
  return assemble(routeNodes, graph.heads, heads, routes, data.size, index);
}

/** The values of all heads, and who goes where at every route. */
function everything({ heads }: Graph, routes: readonly RoutingNode[]): Wanted[] {
  return [
    ...heads.map(({ path, classes }) => ({ kind: classes ? "calibrated" : "value", path }) as const),
    ...routes.map(({ path }) => ({ kind: "rows", path }) as const),
  ];
}

function modeOf({ routing = "gate", branches = "chosen" }: PredictOptions): Mode {
  return { training: false, routing, branches };
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
  const values = head.classes ? hostProbabilities(raw, head.shape[0]!) : raw;
  positions.forEach((position, row) => {
    into.values.set(
      values.subarray(row * into.width, (row + 1) * into.width),
      (start + position) * into.width,
    );
  });
}

function assemble(
  routeNodes: readonly RoutingNode[],
  headNodes: readonly HeadNode[],
  heads: ReadonlyMap<string, HeadPrediction>,
  taken: ReadonlyMap<string, Int32Array>,
  size: number,
  index: GraphIndex,
): Prediction {
  const routes: Record<string, RoutePrediction> = {};
  const answers: Record<string, AnswerPrediction> = {};
  for (const head of headNodes) {
    const target = index.graph.targets.get(head.target);
    if (head.within === undefined && target?.kind === "classes") {
      answers[head.name] = headAnswer(head.name, target, heads.get(head.path)!);
    }
  }
  // A head's answer goes by a short name, which may be a route's path too.
  const ofRoutes: Record<string, AnswerPrediction> = Object.create(null) as Record<string, AnswerPrediction>;
  for (const route of routeNodes) {
    const gate = "head" in route.by ? heads.get(route.by.head)! : undefined;
    const here = taken.get(route.path)!;
    routes[route.path] = {
      name: route.path,
      branches: route.branches.map((branch) => branch.key),
      taken: here,
      gate: gate?.values,
    };
    if (route.answer)
      answers[route.path] = ofRoutes[route.path] = routeAnswer(route, heads, ofRoutes, gate, here, size);
  }
  return {
    size,
    heads: Object.fromEntries([...heads.values()].map((head) => [head.name, head])),
    routes,
    answers,
  };
}
