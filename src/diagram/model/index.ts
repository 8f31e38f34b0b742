/* The picture of a network. */
import type { Graph } from "../../graph";
import { boxesOf } from "./boxes";
import { descriptionOf, totalsOf } from "./describe";
import { fold } from "./fold";
import { edgesOf } from "./links";
import type { FoldState, Picture } from "./picture";

export type * from "./picture";

export interface PictureOptions {
  /** What is folded and what is open, by the ids of folds. */
  readonly folds?: FoldState;
}

/** The picture of a network: the same for the same graph and options, each time. */
export function pictureOf(graph: Graph, { folds = {} }: PictureOptions = {}): Picture {
  const all = boxesOf(graph);
  const { boxes, edges } = fold(all, edgesOf(graph, all), folds);
  return {
    title: graph.name,
    description: descriptionOf(graph),
    boxes,
    edges,
    phases: all.facts.phases.length > 1 ? all.facts.phases.map(({ name }) => name) : [],
    shared: all.facts.shared,
    totals: totalsOf(graph),
    view: graph.spec.view,
  };
}
