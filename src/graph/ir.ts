/*
 * What a spec means: nodes in the order in which they can run, each with its shape, its weights and its cost;
 * targets as class numbers; the plan of the training. Plain data, computed without TensorFlow.
 */
import type {
  CapacitySpec,
  Calibration,
  Initializer,
  Merge,
  NormalLayer,
  NormalLoss,
  NormalMetric,
  NormalSchedule,
  NormalWeighting,
  PadSpec,
  ReduceOnPlateauSpec,
  Reduction,
  Scale,
  Scheduled,
} from "../spec/language";
import type { NormalGating, NormalGraph, NormalOptimizer } from "../spec/normal";
import type { Mask } from "./mask";

export type DataType = "float32" | "int32";

/** The shape of one sample, without the batch axis. */
export type Shape = readonly number[];

/** One weight. Its path is `node/…/layer/weight`, or `modules/name/…` for a shared module. */
export interface Variable {
  readonly path: string;
  readonly shape: Shape;
  /** A number: all its values start with that one. */
  readonly initializer: Initializer | number;
  /** Some of its last axis, from the first to before the second, that start at 1 whatever the initialiser says. */
  readonly ones?: readonly [from: number, to: number];
  /** For the initialiser: number of values that enter and leave one unit. */
  readonly fan: { readonly in: number; readonly out: number };
  /** False for moving statistics, and for loaded weights that are to stay. */
  readonly trainable: boolean;
}

export interface NodeBase {
  /** The name of its kind in `NodeKinds`. */
  readonly kind: string;
  /** `node`, `node/layer`, `node/branch/layer`: unique in the graph. */
  readonly path: string;
  /** Where in the spec. */
  readonly pointer: string;
  /** Paths of the nodes or inputs whose values enter. */
  readonly inputs: readonly string[];
  readonly shape: Shape;
  readonly dtype: DataType;
  /** Paths of its variables, in the layer's own order (kernel, bias, …). */
  readonly variables: readonly string[];
  /**
   * Floating-point operations for one sample, forward (a multiply-add is two). With branches, of everything inside.
   */
  readonly flops: number;
  /** Where its mask comes from, which says the steps of its value that count; absent: all of them do. */
  readonly mask?: Mask;
  /** What runs inside for some of the samples. Empty for all but nodes with bodies of their own. */
  readonly branches: readonly Branch[];
}

/**
 * Every kind of node by its name. Open: a kind of its own file adds itself
 * (`declare module "../ir" { interface NodeKinds { select: SelectNode } }` in `nodes/select.ts`).
 */
export interface NodeKinds {
  layer: LayerNode;
  head: HeadNode;
  gate: GateNode;
  route: RouteNode;
}

export type Node = NodeKinds[keyof NodeKinds];

/** The nodes that send samples into branches: those of which somebody says who goes where. */
export type RoutingNode = Extract<Node, Routing>;

export interface LayerNode extends NodeBase {
  readonly kind: "layer";
  readonly layer: NormalLayer;
  /** What its outputs stand for, in order, where it was the head of a saved model: one for each class. */
  readonly classes?: readonly string[];
}

/** Where a head's labels come from: the data's labels for `target`, through `map` (to a class of the head, or -1). */
export interface LabelSource {
  readonly target: string;
  /** `undefined` for labels and values. */
  readonly map: readonly number[] | undefined;
}

export interface HeadNode extends NodeBase {
  readonly kind: "head";
  /** The short name for metrics and tables: the node's or the branch's (`species`, `breed/cat`). */
  readonly name: string;
  readonly target: string;
  readonly within: string | undefined;
  /** The classes that it tells apart, by name; `undefined` for labels and values. */
  readonly classes: readonly string[] | undefined;
  /** The same as numbers of the target's classes. */
  readonly members: readonly number[] | undefined;
  /** The labels that it tells, which do not exclude one another; `undefined` for classes and values. */
  readonly multiLabel: MultiLabel | undefined;
  /** The first of these for which the data has labels is used. */
  readonly labels: readonly LabelSource[];
  readonly loss: NormalLoss;
  /** What is counted of it beside the loss. */
  readonly metrics: readonly NormalMetric[];
  /** Factor of its loss; where it changes while a phase trains, the last one. */
  readonly weight: number;
  readonly weightInTraining: Scheduled;
  readonly reduction: Reduction;
  /** Factors of samples' losses in training, by class of the head; over labels, of each where a sample has it. */
  readonly classWeights: "balanced" | readonly number[] | undefined;
  /**
   * Whether the node has a kernel `[in, width]` and a bias `[width]` of its own. Its value is the logits (or the values):
   * for values of several axes or none, the projection's result in the target's `shape`. Two classes under
   * binaryCrossentropy have one logit, that of the second class.
   */
  readonly project: boolean;
  readonly gating: NormalGating;
  /** What stands between its logits and its probabilities; `undefined`: nothing. */
  readonly calibration: HeadCalibration | undefined;
}

/** The labels of a head that tells each by itself, with a logit `[labels]` each. */
export interface MultiLabel {
  readonly names: readonly string[];
  /** A sample has the labels whose probability is above it. */
  readonly threshold: number;
}

/** A gate without labels. Its value is its logits `[choices]`. */
export interface GateNode extends NodeBase {
  readonly kind: "gate";
  /** The short name: the node's or the branch's. */
  readonly name: string;
  readonly choices: readonly string[];
  readonly gating: NormalGating;
}

/** Weights that `calibrate` fits and no training moves. */
export interface HeadCalibration {
  readonly form: Calibration;
  /** Their paths: the last of the head's variables, in the order of `calibrationWeights`. */
  readonly variables: readonly string[];
}

export interface Branch {
  readonly key: string;
  /** Number of the class or of the tag's value that leads here. */
  readonly index: number;
  /** Path of the branch: `node/key`. */
  readonly path: string;
  /** Runs on the branch's samples only. Values from outside are gathered. */
  readonly body: readonly Node[];
  /** Path of its result: in `body`, or a node outside that ran for every sample. `undefined`: a group of one class. */
  readonly output: string | undefined;
  /** For merged answers: numbers of the route's classes that its outputs stand for. */
  readonly members: readonly number[] | undefined;
  /** Tag -> number of the value that every sample in it has, because a tag decides. */
  readonly when: Readonly<Record<string, number>>;
}

/**
 * Everybody who may decide on a route, each by the key that says so. Open, as `NodeKinds` is: the file of each adds itself.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by src/graph/deciders
export interface Deciders {}

export type DeciderKey = keyof Deciders;
export type DecidedBy = Deciders[DeciderKey];

/** Which branches run for a sample: the first choice, the likeliest so many, or all. */
export type Selection =
  | { readonly kind: "first" }
  | { readonly kind: "all" }
  | { readonly kind: "top"; readonly count: number }
  | { readonly kind: "atLeast"; readonly probability: number; readonly otherwise: WayOut };

/** What runs for a sample of which the gate is unsure. */
export type WayOut =
  | { readonly kind: "all" }
  | { readonly kind: "top"; readonly count: number }
  | { readonly kind: "branch"; readonly index: number };

/** A route is three choices that combine: who decides, which branches run for a sample, and how their values become one. */
export interface Routing {
  readonly by: DecidedBy;
  /**
   * In the order of the classes or values: `branches[i].index === i`. Behind them one that the decider does not know, where
   * it is the way out for those that it is unsure of.
   */
  readonly branches: readonly Branch[];
  readonly select: Selection;
  readonly merge: Merge;
  readonly capacity: Required<CapacitySpec> | undefined;
  /** For which share of the training samples the labels of the head that decides count, where they are there. */
  readonly teacherForcing: Scheduled;
  /** Where the branches end in heads of one target: that target. The value is then p(class) of shape `[classes]`. */
  readonly answer: { readonly target: string; readonly classes: readonly string[] } | undefined;
}

export interface RouteNode extends NodeBase, Routing {
  readonly kind: "route";
}

export interface Input {
  readonly name: string;
  readonly pointer: string;
  readonly shape: Shape;
  readonly dtype: DataType;
  /** Tag -> number of the value that a sample must have to have this input. */
  readonly when: Readonly<Record<string, number>>;
  /** How its values are brought to a common scale; `undefined`: as they are, for the author did not say. */
  readonly scale: Scale | undefined;
  /** How its sequences are brought to the length of the first axis; `undefined`: all have it. */
  readonly pad: Required<PadSpec> | undefined;
  /** Where it is padded. */
  readonly mask?: Mask;
  /** Paths of its statistics (see `scaleWeights`): shift, divisor, count. None where it is not scaled. */
  readonly variables: readonly string[];
}

export interface ClassTarget {
  readonly kind: "classes";
  readonly name: string;
  readonly classes: readonly string[];
  /** For a target that groups a finer one: for each class the numbers of the finer classes. */
  readonly groups: { readonly of: string; readonly members: readonly (readonly number[])[] } | undefined;
}

export interface ValueTarget {
  readonly kind: "values";
  readonly name: string;
  readonly shape: Shape;
}

/** Labels of which a sample may have several, or none. */
export interface LabelTarget {
  readonly kind: "labels";
  readonly name: string;
  readonly labels: readonly string[];
}

export type Target = ClassTarget | LabelTarget | ValueTarget;

/** One turn of alternating branches: the samples it takes and what may move in it. */
export interface Turn {
  readonly name: string;
  /** Samples: with this value of a tag, or with a label for this head. */
  readonly samples: { readonly tag: string; readonly value: number } | { readonly head: string };
  /** Paths of the heads whose losses count. */
  readonly heads: readonly string[];
  /** Paths of the variables that move. */
  readonly train: readonly string[];
}

export interface Alternation {
  readonly turns: readonly Turn[];
  readonly schedule: NormalSchedule;
  readonly inactiveShare: number;
  /** Whether losses count so that the expected gradient is that of all samples together. */
  readonly importanceWeights: boolean;
}

export interface Phase {
  readonly name: string;
  /** Paths of the variables that it trains. */
  readonly train: readonly string[];
  /** Paths of the heads whose losses count; its samples are those with a label for one of them. */
  readonly heads: readonly string[];
  readonly optimizer: NormalOptimizer;
  /** The optimisers of variables with settings of their own, by path: of the same type, with other options. */
  readonly settings: ReadonlyMap<string, NormalOptimizer>;
  readonly batchSize: number;
  readonly epochs: number;
  readonly earlyStopping:
    | {
        readonly monitor: string;
        readonly patience: number;
        readonly minDelta: number;
        readonly restoreBest: boolean;
      }
    | undefined;
  readonly reduceOnPlateau: Required<ReduceOnPlateauSpec> | undefined;
  readonly average: { readonly decay: number } | undefined;
  readonly alternation: Alternation | undefined;
  /** How the losses of its heads become one. */
  readonly weighting: NormalWeighting;
  /** The trained variables that are penalised where they take part in a step: l1 · sum |w| + l2 · sum w². */
  readonly regularization: readonly Regularized[];
}

/** The penalty of one variable. */
export interface Regularized {
  readonly path: string;
  readonly l1: number;
  readonly l2: number;
}

export interface Graph {
  readonly name: string;
  readonly spec: NormalGraph;
  readonly tags: Readonly<Record<string, readonly string[]>>;
  readonly inputs: readonly Input[];
  readonly targets: ReadonlyMap<string, Target>;
  /** Top level, in an order in which each node comes after its inputs. */
  readonly body: readonly Node[];
  /** All nodes, those in branches included, by path. */
  readonly nodes: ReadonlyMap<string, Node>;
  /** The path of the value that a node's name stands for (`species` -> `species/head`). */
  readonly outputs: ReadonlyMap<string, string>;
  /** All heads, those in branches included, in order. */
  readonly heads: readonly HeadNode[];
  readonly variables: ReadonlyMap<string, Variable>;
  readonly seed: number;
  readonly validationSplit: number;
  readonly phases: readonly Phase[];
  /** Weights that come from a saved model: path of the variable -> where. */
  readonly loaded: ReadonlyMap<string, { readonly model: string; readonly weight: string }>;
  /**
   * Saved models whose files are not there: path of the node that stands for each -> what is wrong. Such a graph can be
   * looked at (lengths that only the file knows are NaN) and not be built.
   */
  readonly missing: ReadonlyMap<string, string>;
}

/** A saved model as layers, as the resolver of `load` hands it to the compiler. */
export interface LoadedStack {
  /** Shape of one sample that it was trained on. */
  readonly inputShape: Shape;
  readonly layers: readonly {
    readonly name: string;
    readonly layer: NormalLayer;
    /** Names of its weights in the file, in the layer's own order. */
    readonly weights: readonly string[];
    /** The classes that it told apart, in order, where it was a head and the file names them. */
    readonly classes?: readonly string[];
  }[];
}
