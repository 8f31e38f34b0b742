/* The likeliest classes of all branches that are likely enough: p(group) · p(class | group), through every level. */
import type * as tf from "@tensorflow/tfjs-core";
import { randomStream } from "../backend/random";
import { EspalierError } from "../errors";
import type { ClassTarget, Graph, HeadNode, RoutingNode } from "../graph/ir";
import { isRouting } from "../graph/walk";
import { checkOptionKinds } from "../options";
import { BatchPlan, Program, requestOf, run, type Batch, type GraphIndex, type Plausible } from "../program";
import { collectClasses } from "./candidate-ways";
import type { Candidate, CandidateOptions, CandidatesPrediction } from "./prediction";

/** Candidates for a sample where the caller does not say. */
export const TOP = 3;

/** @throws EspalierError where an option is unknown or out of its range */
export function checkCandidateOptions(options: CandidateOptions): void {
  checkOptionKinds("predict: candidates", options, { top: "number", atLeast: "number" });
  const { top = TOP, atLeast = 0 } = options;
  if (!Number.isInteger(top) || top < 1) {
    throw new EspalierError(`predict: candidates: top is ${top}`, {
      hint: "give a whole number of at least 1",
    });
  }
  if (!(atLeast >= 0 && atLeast <= 1)) {
    throw new EspalierError(`predict: candidates: atLeast is ${atLeast}`, {
      hint: "give a probability from 0 to 1",
    });
  }
}

/** A node that answers for every sample: a head over its whole target, or a route over heads of one. */
interface Answering {
  readonly node: HeadNode | RoutingNode;
  readonly target: ClassTarget;
}

/** Runs the network for candidates, a batch at a time: beside what predicts, and independent of what its routes select. */
export class CandidateReader {
  readonly #program: Program;
  readonly #answering: readonly (Answering & { readonly samples: (readonly Candidate[])[] })[];
  readonly #top: number;
  readonly #atLeast: number;

  constructor(
    private readonly index: GraphIndex,
    private readonly weights: ReadonlyMap<string, tf.Tensor>,
    { top = TOP, atLeast = 0 }: CandidateOptions,
  ) {
    this.#top = top;
    this.#atLeast = atLeast;
    this.#answering = answeringNodes(index.graph).map((answering) => ({ ...answering, samples: [] }));
    const { heads, routes } = nodesOnTheWay(
      index,
      this.#answering.map(({ node }) => node),
    );
    const wanted = [
      ...heads.map(({ path }) => ({ kind: "calibrated", path }) as const),
      ...routes.map(({ path }) => ({ kind: "rows", path }) as const),
    ];
    const plausible = plausibleRoutes(index.graph, routes, atLeast);
    const mode = { training: false, routing: "gate", branches: "chosen", plausible } as const;
    this.#program = new Program(requestOf(index, wanted, mode));
  }

  /** Adds the candidates of a batch's samples. All tensors belong to the caller's tidy. */
  read(batch: Batch): void {
    const plan = new BatchPlan(this.#program.request, batch);
    const { weights, index } = this;
    const result = run(this.#program, plan, { weights, random: (path) => randomStream(0, path) });
    for (const { node, target, samples } of this.#answering) {
      const found = collectClasses({ index, plan, result, atLeast: this.#atLeast }, node);
      for (const ways of found) {
        const candidates = [...ways]
          .map(([label, { probability, keys }]) => {
            return { class: target.classes[label]!, label, probability, route: keys };
          })
          .filter(({ probability }) => probability > 0 && probability >= this.#atLeast)
          .sort((a, b) => b.probability - a.probability || a.label - b.label);
        samples.push(candidates.slice(0, this.#top));
      }
    }
  }

  /** By the name of the node that answers. */
  candidates(): Readonly<Record<string, CandidatesPrediction>> {
    return Object.fromEntries(
      this.#answering.map(({ node, target, samples }) => {
        const name = node.kind === "head" ? node.name : node.path;
        return [name, { name, target: target.name, classes: target.classes, samples }];
      }),
    );
  }
}

/** The nodes outside of branches that answer for classes. */
function answeringNodes({ body, targets }: Graph): Answering[] {
  return body.flatMap((node) => {
    const name = answeredBy(node);
    const target = name === undefined ? undefined : targets.get(name);
    return target?.kind === "classes" ? { node: node as Answering["node"], target } : [];
  });
}

function answeredBy(node: Graph["body"][number]): string | undefined {
  if (isRouting(node)) return node.answer?.target;
  return node.kind === "head" && node.within === undefined ? node.target : undefined;
}

/** The heads at the ends of answers, and the routes on the way to them. */
function nodesOnTheWay(
  { graph }: GraphIndex,
  answering: readonly Answering["node"][],
): { heads: HeadNode[]; routes: RoutingNode[] } {
  const heads = new Set<HeadNode>();
  const routes = new Set<RoutingNode>();
  const open = [...answering];
  for (let node = open.pop(); node; node = open.pop()) {
    if (!isRouting(node)) heads.add(node);
    else if (!routes.has(node)) {
      routes.add(node);
      for (const { output } of node.branches) {
        const end = output === undefined ? undefined : graph.nodes.get(output);
        if (end?.kind === "head" || isRouting(end)) open.push(end);
      }
    }
  }
  return { heads: [...heads], routes: [...routes] };
}

/** Which of these routes run the branches that are likely enough; where a value is read elsewhere it must stay what it is. */
function plausibleRoutes(graph: Graph, routes: readonly RoutingNode[], atLeast: number): Plausible {
  const gated = routes.filter(({ by }) => "head" in by);
  const chain = new Set<string>(routes.map(({ path }) => path));
  const isResult = (path: string, reader: string) =>
    chain.has(reader) && graph.nodes.get(reader)!.branches.some(({ output }) => output === path);
  const read = new Set<string>();
  for (const { path, inputs } of graph.nodes.values()) {
    for (const input of inputs) if (chain.has(input) && !isResult(input, path)) read.add(input);
  }
  const paths = (kept: boolean) =>
    new Set(gated.flatMap(({ path }) => (read.has(path) === kept ? path : [])));
  return { routes: paths(false), everywhere: paths(true), atLeast };
}
