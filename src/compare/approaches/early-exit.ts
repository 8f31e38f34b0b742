import type { NodeSpec, StackItem } from "../../spec/language";
import { pointerTo } from "../../spec/pointer";
import type { NormalApproach, NormalExperiment } from "../normal";
import type { Approach } from "./approach";
import { derived } from "./derived";
import { blockSources, fineHead, graphDocument, useBlock, type ModuleSources } from "./document";
import * as messages from "./messages";

type EarlyExit = NormalApproach<"earlyExit">;

/**
 * The flat network with further heads over all fine classes on its way; a sample leaves at the first that is sure. What follows
 * an exit is a branch for the samples that stay. All heads are trained at once, on all samples.
 */
export const earlyExit: Approach<"earlyExit"> = derived({
  routes: false,
  nodeNames: { fixed: ["trunk", "exit"], gate: false, perGroup: false },
  answering: ["sure"],
  options: { by: "sure", weight: "exitWeight" },
  check: ({ pointer, after }, { blocks }, report) => {
    const layers = blocks.trunk.length;
    const at = pointerTo(pointer, "after");
    const places = placesOf(after, layers);
    const wrong = places.findIndex((place, i) => place > layers || place <= (places[i - 1] ?? 0));
    if (wrong >= 0) report.error(pointerTo(at, wrong), messages.exitPlace(places[wrong]!, layers));
    if (blocks.branch.length === 0 && places.includes(layers))
      report.error(after === "trunk" ? pointer : at, messages.nothingAfterExit());
  },
  modules: modulesOf,
  derive: (approach, experiment, shape) =>
    graphDocument(
      experiment,
      approach,
      shape,
      wayFrom(0, approach, experiment),
      {},
      modulesOf(approach, experiment),
    ),
});

/** After how many layers of the trunk each exit stands. */
const placesOf = (after: EarlyExit["after"], layers: number): readonly number[] =>
  after === "trunk" ? [layers] : after;

/** The trunk in the parts that lie between exits, with what follows the last; none of them is empty. */
function partsOf({ after }: EarlyExit, { blocks: { trunk } }: NormalExperiment): ModuleSources {
  const places = [0, ...placesOf(after, trunk.length), trunk.length];
  const parts = places.slice(1).flatMap((to, i) => {
    const items = trunk.slice(places[i], to);
    return items.length > 0 ? [{ items, list: "/blocks/trunk", skipped: places[i]! }] : [];
  });
  return Object.fromEntries(parts.map((part, i) => [parts.length === 1 ? "trunk" : `trunk-${i + 1}`, part]));
}

function modulesOf(approach: EarlyExit, experiment: NormalExperiment): ModuleSources {
  const exit = { items: approach.exit, list: pointerTo(approach.pointer, "exit"), skipped: 0 };
  return { ...partsOf(approach, experiment), exit, branch: blockSources(experiment).branch };
}

/** The nodes from an exit's part of the trunk on: that part, the exit, and a route around what follows. */
function wayFrom(exit: number, approach: EarlyExit, experiment: NormalExperiment): Record<string, NodeSpec> {
  const { sure, exitWeight } = approach;
  const parts = Object.keys(partsOf(approach, experiment));
  const head = fineHead(experiment, approach);
  const early = exitWeight === 1 && head.weight === undefined ? head : { ...head, weight: exitWeight };
  const last = exit + 1 === placesOf(approach.after, experiment.blocks.trunk.length).length;
  const rest: StackItem[] = [...parts.slice(exit + 1), ...useBlock(experiment, "branch"), head];
  return {
    trunk: { layers: [parts[exit]!] },
    exit: { from: "trunk", layers: [...(approach.exit.length > 0 ? ["exit"] : []), early] },
    [experiment.task.target]: {
      type: "route",
      from: "trunk",
      by: { sure: "exit", ...sure },
      branches: {
        sure: { from: "exit" },
        unsure: last ? rest : { nodes: wayFrom(exit + 1, approach, experiment) },
      },
    },
  };
}
