/* Everything about a comparison that can be known, and refused, before the first run. */
import path from "node:path";
import { loadData } from "../../data";
import { classLabels } from "../../data/class-labels";
import type { Dataset } from "../../data/dataset";
import { EspalierError } from "../../errors";
import type { Graph } from "../../graph";
import type { LoadedStack } from "../../graph/ir";
import { bindClasses } from "../../model/bind-data";
import type { HostWeights } from "../../model/model";
import { readGraph, type OpenGraph } from "../../model/read";
import type { Notice } from "../../notice";
import { checkOptionKinds, refusePromise } from "../../options";
import { SpecError, type ExperimentSpec, type GraphSpec } from "../../spec";
import type { NormalTask } from "../normal";
import { readExperiment, type OpenExperiment } from "./read";
import { tableScale } from "./table-scale";
import { checkWithoutData, understandSound, type UnderstoodExperiment } from "./understand";

/** A file, a spec, or what `readExperiment` made of a file. */
export type ExperimentSource = string | ExperimentSpec | OpenExperiment;

export interface PrepareOptions {
  /** The samples, in place of those that the experiment names. */
  readonly data?: Dataset;
  /** For a spec that is an object: where its relative paths start; without it the current folder. */
  readonly folder?: string;
}

/** An approach, ready to run. */
export interface RunnableApproach {
  readonly name: string;
  readonly spec: GraphSpec;
  readonly graph: Graph;
  /** Values that the graph takes from saved models, and what these look like. */
  readonly loaded: HostWeights;
  readonly stacks: Readonly<Record<string, LoadedStack>>;
  /** The network that is trained; where it is not this one, it has the same weights. */
  readonly trained: Graph;
}

export interface PreparedExperiment extends UnderstoodExperiment<OpenGraph> {
  readonly data: Dataset;
  /** What was decided for this data without being asked for: how its columns are scaled. */
  readonly notices: readonly Notice[];
  /** By name, with the values that its graph takes from saved models. */
  readonly runnable: Readonly<Record<string, RunnableApproach>>;
}

/**
 * Reads an experiment's data and understands the experiment with it: graphs, costs, plan. Needs no TensorFlow.
 *
 * @throws SpecError with every problem of the experiment; for a file with line and column
 * @throws EspalierError where the data cannot be read or does not fit the task
 */
export async function prepareExperiment(
  source: ExperimentSource,
  options: PrepareOptions = {},
): Promise<PreparedExperiment> {
  refusePromise(source, "prepareExperiment needs an experiment", "what reads it");
  checkOptionKinds("prepareExperiment", options, { data: "object", folder: "string" });
  refusePromise(options.data, "prepareExperiment needs samples", "what loads them");
  const open = typeof source === "string" ? readExperiment(source) : isOpen(source) ? source : undefined;
  const spec = open?.spec ?? (source as ExperimentSpec);
  const folder = open?.folder ?? options.folder ?? "..";
  try {
    // Before the data is read: that may take a while.
    const sound = checkWithoutData(spec);
    const given = options.data ?? (await loadData(spec.data, spec.task, { folder }));
    const { input } = sound.normalised.task;
    const shape = inputShape(given, input);
    const table = tableScale(spec.data, given, input);
    const understood = understandSound(sound, { shape, ...(table && { scale: table.scale }) }, (file) =>
      readGraph(path.resolve(folder, file)),
    );
    const data = checkLabels(given, understood.normalised.task);
    return { ...understood, data, notices: table?.notices ?? [], runnable: runnableOf(understood) };
  } catch (error) {
    if (!(error instanceof SpecError) || !open) throw error;
    throw new SpecError(open.locate(error.problems), open.file);
  }
}

function isOpen(source: ExperimentSpec | OpenExperiment): source is OpenExperiment {
  return "spec" in source;
}

function inputShape(data: Dataset, input: string): readonly number[] {
  const column = data.inputs[input];
  if (column) return column.shape;
  throw new EspalierError(`the data has no input "${input}"`, {
    where: "/task/input",
    hint: `it has ${Object.keys(data.inputs).join(", ") || "none"}`,
  });
}

/**
 * The samples with their labels numbered as the task numbers its classes. Data from a reader is checked there; data that
 * somebody made may hold anything.
 */
function checkLabels(data: Dataset, { target, classes }: NormalTask): Dataset {
  classLabels(data, target, {
    where: "/task/target",
    hint: "name the target as the data does",
  });
  // Named from here on, so that a graph file with another order finds its classes.
  const bound = bindClasses(data, target, classes);
  return { ...bound, classes: { ...bound.classes, [target]: classes } };
}

function runnableOf({
  normalised,
  graphs,
  compiled,
  opened,
  trained,
}: UnderstoodExperiment<OpenGraph>): Record<string, RunnableApproach> {
  return Object.fromEntries(
    normalised.approaches.map(({ name }) => {
      const graph = compiled[name]!;
      const loader = opened[name]?.loader;
      const loaded = loader?.weights(graph.loaded) ?? new Map();
      const stacks = loader?.stacks() ?? {};
      return [
        name,
        { name, spec: graphs[name]!, graph, loaded, stacks, trained: trained[name]?.graph ?? graph },
      ];
    }),
  );
}
