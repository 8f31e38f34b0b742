import type { LayerNode, Phase } from "../graph/ir";
import { dependencies } from "../graph/reach";
import type { DeviceData } from "../model/device-data";
import type { Program } from "../model/program";
import type { Notice } from "../notice";
import { countReaching, poolsOf } from "./samples";

/** Above this share of its initial values, what batch normalisation predicts with has not arrived. */
const MOST_LEFT = 0.05;
/** What the advised momentum would leave. */
const LITTLE_LEFT = 0.01;

/**
 * Batch normalisation whose moving statistics will still be made of their initial values (mean 0, variance 1) when the
 * network predicts: after n steps momentum^n of these is left. Early stopping can only make n smaller.
 */
export function lateStatistics(
  program: Program,
  phases: readonly Phase[],
  data: DeviceData,
  samples: Int32Array,
): Notice[] {
  const { graph } = program;
  const steps = new Map<string, number>();
  for (const phase of phases) {
    const pools = poolsOf(phase, data, samples);
    const turns = phase.alternation?.turns ?? [phase];
    turns.forEach(({ heads, train }, turn) => {
      const moves = new Set(train);
      for (const path of dependencies(graph, heads).nodes) {
        const node = graph.nodes.get(path);
        if (node?.kind !== "layer" || !follows(node, moves)) continue;
        const pool = pools[turn]!;
        const around = program.around(path);
        const reaching = around === undefined ? pool.length : countReaching(program, data, around, pool);
        // A branch cannot take part in more batches than it has samples.
        const batches = Math.min(Math.ceil(pool.length / phase.batchSize), reaching);
        steps.set(path, (steps.get(path) ?? 0) + phase.epochs * batches);
      }
    });
  }
  return [...steps].flatMap(([path, count]) => {
    const { layer, variables } = graph.nodes.get(path) as LayerNode;
    // No step at all is what other notices are for; statistics of a saved model are no initial values.
    if (layer.type !== "batchNormalization" || count === 0 || graph.loaded.has(variables.at(-1)!)) return [];
    const left = layer.momentum ** count;
    if (left <= MOST_LEFT) return [];
    return [
      {
        code: "lateStatistics",
        where: path,
        message:
          `batch normalisation with momentum ${layer.momentum} sees ${count} training ${count === 1 ? "step" : "steps"} at ` +
          `most: ${Math.round(100 * left)} % of the statistics that it predicts with are still the initial ones`,
        hint: `set its momentum to ${advisedMomentum(count)}, or train longer`,
      },
    ];
  });
}

/** Rounded down to two decimals, so that no more is left. */
const advisedMomentum = (steps: number): number => Math.floor(100 * LITTLE_LEFT ** (1 / steps)) / 100;

/** Whether the layer's statistics follow the batches while these variables move: see `Evaluation`. */
function follows({ layer, variables }: LayerNode, moves: ReadonlySet<string>): boolean {
  if (layer.type !== "batchNormalization") return false;
  if (layer.scale || layer.center) return variables.some((path) => moves.has(path));
  const stack = variables[0]!.split("/").slice(0, -2).join("/");
  return [...moves].some((path) => stack === "" || path.startsWith(`${stack}/`));
}
