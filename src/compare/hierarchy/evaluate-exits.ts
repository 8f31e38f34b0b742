/* Where samples leave a network, how often they are right there, and what that costs. */
import type { Dataset } from "../../data/dataset";
import { expectedFlops, totalFlops } from "../../graph";
import { isRouting } from "../../graph/walk";
import { EspalierError } from "../../errors";
import { bindData } from "../../model/bind-data";
import type { Model } from "../../model/model";
import { routeShares } from "../../model/route-shares";
import { checkOptionKinds } from "../../options";
import { list, quote } from "../../text/wording";

/** One way through the routes of an answer: an exit. */
export interface ExitRecord {
  /** The keys of the branches on the way, the outermost first. */
  readonly route: readonly string[];
  /** The share of all samples that leave here. */
  readonly share: number;
  /** How many of them have a label. */
  readonly samples: number;
  /** The share of these whose answer is the label; `undefined` for none. */
  readonly accuracy: number | undefined;
}

export interface ExitReport {
  /** The route whose answer it is. */
  readonly answer: string;
  /** In the order of the branches, those of inner routes where they stand; also those that no sample takes. */
  readonly exits: readonly ExitRecord[];
  /** Over all samples with a label; `undefined` for none. */
  readonly accuracy: number | undefined;
  /** FLOPs for one sample. */
  readonly flops: {
    /** By the shares of samples that ran through each branch. */
    readonly expected: number;
    /** If every branch ran. */
    readonly all: number;
  };
}

/**
 * For a route (an early exit, or any other) which share of the samples leaves where, how often it is right there, and the FLOPs
 * that a sample takes on average. A sample leaves by the branch that it takes first.
 *
 * @param options.answer the route; the only one outside of branches that answers without it
 * @throws EspalierError where no route answers, or several do
 */
export function evaluateExits(model: Model, data: Dataset, options: { answer?: string } = {}): ExitReport {
  checkOptionKinds("evaluateExits", options, { answer: "string" });
  const { graph, index } = model;
  const bound = bindData(graph, data);
  const prediction = model.predict(bound);
  const answer = options.answer ?? onlyRoute(model);
  const node = index.node(answer);
  if (!isRouting(node) || !node.answer) {
    throw new EspalierError(`evaluateExits: ${quote(answer)} is no route that answers`, {
      hint: `routes: ${list(Object.keys(prediction.routes))}`,
    });
  }
  const answers = prediction.answers[answer]!.labels;
  const given = bound.labels[node.answer.target];
  const labels = given instanceof Int32Array ? given : undefined;
  const exits: ExitRecord[] = [];
  function follow(path: string, route: readonly string[], samples: readonly number[]): void {
    const { branches } = index.route(path);
    branches.forEach(({ key, output }, branch) => {
      const own = samples.filter((sample) => prediction.routes[path]!.taken[sample] === branch);
      const way = [...route, key];
      const end = output === undefined ? undefined : index.node(output);
      if (isRouting(end)) follow(end.path, way, own);
      else exits.push({ route: way, share: own.length / Math.max(1, data.size), ...right(own) });
    });
  }
  function right(samples: readonly number[]): { samples: number; accuracy: number | undefined } {
    const known = samples.filter((sample) => (labels?.[sample] ?? -1) >= 0);
    const correct = known.filter((sample) => answers[sample] === labels![sample]).length;
    return { samples: known.length, accuracy: known.length === 0 ? undefined : correct / known.length };
  }
  const all = Array.from({ length: data.size }, (_, sample) => sample);
  follow(answer, [], all);
  return {
    answer,
    exits,
    accuracy: right(all).accuracy,
    flops: { expected: expectedFlops(graph, routeShares(prediction)), all: totalFlops(graph) },
  };
}

function onlyRoute({ graph }: Model): string {
  const routes = graph.body.filter(isRouting).filter(({ answer }) => answer);
  const [only, ...others] = routes;
  if (only && others.length === 0) return only.path;
  throw new EspalierError(`evaluateExits: ${only ? "several routes answer" : "no route answers"}`, {
    ...(only && { hint: `name one as answer: ${list(routes.map(({ path }) => path))}` }),
  });
}
