import type { Graph } from "../../graph";
import type { ProblemReport } from "../../graph/report";
import type { ApproachType, ExperimentSpec, GraphSpec, Scale } from "../../spec/language";
import type { Problem } from "../../spec/problem";
import type { NormalApproach, NormalExperiment } from "../normal";

/** What an experiment must know of its data before any of it is used. */
export interface SampleShape {
  /** Shape of one sample of the task's input. */
  readonly shape: readonly number[];
  /** How the derived graphs bring it to a common scale; without it, what the experiment says of its table. */
  readonly scale?: Scale;
}

/** A graph file as its reader gives it (`readGraph` of src/model). */
export interface OpenedGraph {
  readonly spec: GraphSpec;
  readonly graph: Graph;
  /** Warnings. */
  readonly problems: readonly Problem[];
}

/** Reads the graph file of an approach. @throws EspalierError where it cannot be used */
export type GraphOpener<Opened extends OpenedGraph = OpenedGraph> = (file: string) => Opened;

/** What an approach makes its network of. */
export interface Surroundings<Opened extends OpenedGraph = OpenedGraph> {
  readonly experiment: NormalExperiment;
  /** As it was written: a problem shows where it can be mended. */
  readonly spec: ExperimentSpec;
  readonly data: SampleShape;
  readonly open: GraphOpener<Opened> | undefined;
  readonly report: ProblemReport;
}

/** A network that is trained. */
export interface TrainedNetwork {
  readonly spec: GraphSpec;
  readonly graph: Graph;
}

/** The network of one approach. */
export interface ApproachNetwork<Opened extends OpenedGraph = OpenedGraph> {
  /** As `*.graph.json` would hold it. */
  readonly spec: GraphSpec;
  /** What that means. */
  readonly graph: Graph;
  /**
   * The network that is trained in its place, whose weights it then answers with: the same but for the way of answering. Without
   * it, itself.
   */
  readonly trained?: TrainedNetwork;
  /** Only where it was a file already: as that was opened. */
  readonly opened?: Opened;
}

/**
 * One way to build and train the network of a task. A new one is its type in the language (`ApproachSpec`) and one file
 * here, which exports it under the name of that type: `export const flat: Approach<"flat">`.
 */
export interface Approach<T extends ApproachType> {
  /** What it asks of an experiment beyond what the language asks of all. */
  readonly check?: (approach: NormalApproach<T>, experiment: NormalExperiment, report: ProblemReport) => void;
  /** Its network; `undefined` and problems in the report where it can have none. */
  readonly network: <Opened extends OpenedGraph>(
    approach: NormalApproach<T>,
    surroundings: Surroundings<Opened>,
  ) => ApproachNetwork<Opened> | undefined;
}
