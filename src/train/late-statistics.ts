import type { LayerNode, Phase } from "../graph/ir";
import { statisticsOf } from "../graph/layers";
import { dependencies } from "../graph/reach";
import { list } from "../text/wording";
import type { DeviceData } from "../model/device-data";
import { MovingVariables } from "../graph/plan/moving-variables";
import type { GraphIndex } from "../program";
import type { Notice } from "../notice";
import { countReaching, poolsOf } from "./samples";

/** Above this share of its initial values, what batch normalisation predicts with has not arrived. */
const MOST_LEFT = 0.05;
/** How many other layers a notice names before it only counts them. */
const NAMED = 5;
/** What the advised momentum would leave. */
const LITTLE_LEFT = 0.01;

/**
 * Batch normalisation whose moving statistics will still be made of their initial values (mean 0, variance 1) when the
 * network predicts: after n steps momentum^n of these is left. Early stopping can only make n smaller.
 */
export function lateStatistics(
  index: GraphIndex,
  phases: readonly Phase[],
  data: DeviceData,
  samples: Int32Array,
): Notice[] {
  const { graph } = index;
  const steps = new Map<string, number>();
  for (const phase of phases) {
    const pools = poolsOf(phase, data, samples);
    const turns = phase.alternation?.turns ?? [phase];
    turns.forEach(({ heads, train }, turn) => {
      const moving = new MovingVariables(new Set(train));
      for (const path of dependencies(graph, heads).nodes) {
        const node = graph.nodes.get(path);
        if (node?.kind !== "layer" || !statisticsOf(node.layer) || moving.isFrozen(node)) continue;
        const pool = pools[turn]!;
        const around = index.around(path);
        const reaching = around === undefined ? pool.length : countReaching(index, data, around, pool);
        // A branch cannot take part in more batches than it has samples.
        const batches = Math.min(Math.ceil(pool.length / phase.batchSize), reaching);
        steps.set(path, (steps.get(path) ?? 0) + phase.epochs * batches);
      }
    });
  }
  const late = [...steps].flatMap(([path, count]) => {
    const { layer, variables } = graph.nodes.get(path) as LayerNode;
    // No step at all is what other notices are for; statistics of a saved model are no initial values.
    const statistics = statisticsOf(layer);
    if (!statistics || count === 0 || graph.loaded.has(variables.at(-1)!)) return [];
    const { momentum } = statistics;
    const left = momentum ** count;
    return left > MOST_LEFT ? [{ path, count, left, momentum }] : [];
  });
  return late.length === 0 ? [] : [noticeOf(late)];
}

interface Late {
  readonly path: string;
  readonly count: number;
  readonly left: number;
  readonly momentum: number;
}

/** One for all layers: they are often one module in several places, whose momentum is written once. */
function noticeOf(late: readonly Late[]): Notice {
  const worst = late.reduce((a, b) => (b.left > a.left ? b : a));
  const { path, count, left, momentum } = worst;
  const others = late.filter((one) => one !== worst).map((one) => one.path);
  const few = others.length <= NAMED ? others : [...others.slice(0, NAMED), `${others.length - NAMED} more`];
  const along = others.length === 0 ? "" : `, and it is late in ${list(few)} too`;
  return {
    code: "lateStatistics",
    where: path,
    message:
      `batch normalisation with momentum ${momentum} sees ${count} training ${count === 1 ? "step" : "steps"} at ` +
      `most: ${Math.round(100 * left)} % of the statistics that it predicts with are still the initial ones${along}`,
    hint: `set its momentum to ${advisedMomentum(Math.min(...late.map((one) => one.count)))}, or train longer`,
  };
}

/** Rounded down to two decimals, so that no more is left. */
const advisedMomentum = (steps: number): number => Math.floor(100 * LITTLE_LEFT ** (1 / steps)) / 100;
