/*
 * A graph spec without shorthand: what `normalise` makes and `src/graph` reads. Every default is filled in,
 * every list is a list, every name of a layer in a stack is chosen. Still plain JSON.
 */
import type {
  AlternateSpec,
  AverageSpec,
  BalanceSpec,
  CapacitySpec,
  Calibration,
  ClassWeights,
  EarlyStoppingSpec,
  GateNoise,
  Merge,
  NormalLayer,
  NormalLoss,
  NormalMetric,
  NormalSchedule,
  NormalWeighting,
  OptimizerName,
  OptimizerSpec,
  OwnOptimizerName,
  OwnOptimizerSettings,
  PadSpec,
  ReduceOnPlateauSpec,
  Reduction,
  RegularizationSpec,
  RouteBy,
  Scale,
  Scheduled,
  ScheduledPositive,
  Select,
} from "./language";

/** One step of a stack. `name` is unique in its stack; `pointer` is where the author wrote it. */
export type NormalItem =
  | NormalNetwork
  | { kind: "layer"; name: string; pointer: string; layer: NormalLayer }
  | { kind: "module"; name: string; pointer: string; module: string; share: boolean }
  | { kind: "load"; name: string; pointer: string; model: string; trainable: boolean; dropLast: number }
  | NormalHead
  | NormalGate;

/** A head. Loss or metrics `undefined` mean: by the kind of its target. */
export interface NormalHead extends NormalGating {
  kind: "head";
  name: string;
  pointer: string;
  target: string;
  within: string | undefined;
  loss: NormalLoss | undefined;
  metrics: NormalMetric[] | undefined;
  weight: Scheduled;
  reduction: Reduction;
  classWeights: "balanced" | ClassWeights | undefined;
  project: boolean;
  threshold?: number;
  calibration?: Calibration;
}

/** What a head or a gate does where it decides. */
export interface NormalGating {
  temperature: ScheduledPositive;
  /** `undefined`: none. */
  noise: GateNoise | undefined;
  balance: Required<BalanceSpec> | undefined;
}

export interface NormalGate extends NormalGating {
  kind: "gate";
  name: string;
  pointer: string;
  choices: string[];
}

/**
 * A network within: all that a branch or a module holds, the one item of its stack. It has no name of its own: paths of
 * its nodes begin with that of what it stands in.
 */
export interface NormalNetwork {
  kind: "network";
  pointer: string;
  nodes: NormalNode[];
  /** The node whose value is the network's; `undefined`: the last one. */
  output: string | undefined;
}

export interface NormalBranch {
  /** `*`: every branch that is not written. */
  key: string;
  pointer: string;
  /** Names of nodes or inputs; never empty. */
  from: string[];
  items: NormalItem[];
}

export interface NormalNodeBase {
  /** The name of its kind in `NormalNodeKinds`. */
  kind: string;
  name: string;
  pointer: string;
}

/** A node of its own that is a layer, module, load or head is a stack of that one item, with `single` true. */
export interface NormalStack extends NormalNodeBase {
  kind: "stack";
  from: string[];
  items: NormalItem[];
  single: boolean;
}

export interface NormalRoute extends NormalNodeBase {
  kind: "route";
  by: RouteBy;
  branches: NormalBranch[];
  select: Select;
  /** `undefined`: by what the branches end in and who decides. */
  merge: Merge | undefined;
  capacity: CapacitySpec | undefined;
  teacherForcing: Scheduled;
}

/**
 * Every kind of node that a spec may name. Open, as `NodeKinds` in src/graph/ir.ts is: the file of a kind adds its own
 * (`declare module "../../spec/normal" { interface NormalNodeKinds { select: NormalSelect } }`).
 */
export interface NormalNodeKinds {
  stack: NormalStack;
  route: NormalRoute;
}

export type NormalNode = NormalNodeKinds[keyof NormalNodeKinds];

export interface NormalInput {
  name: string;
  pointer: string;
  shape: number[];
  dtype: "float32" | "int32";
  when: Record<string, string>;
  /** `undefined`: the author did not say, which is `none` where it counts. */
  scale: Scale | undefined;
  /** `undefined`: all of its samples have one shape. */
  pad: Required<PadSpec> | undefined;
}

export type NormalTarget =
  | { kind: "classes"; name: string; pointer: string; classes: string[] }
  | {
      kind: "groups";
      name: string;
      pointer: string;
      of: string;
      groups: { name: string; members: string[] }[];
    }
  | { kind: "labels"; name: string; pointer: string; labels: string[] }
  | { kind: "values"; name: string; pointer: string; shape: number[] };

export interface NormalAlternate extends Required<Omit<AlternateSpec, "schedule" | "alpha">> {
  schedule: NormalSchedule;
  pointer: string;
}

export interface NormalEarlyStopping extends Required<EarlyStoppingSpec> {
  pointer: string;
}

/** Penalties for weights, by pattern in the order of the text. */
export interface NormalRegularization {
  pointer: string;
  rules: (Required<RegularizationSpec> & { pattern: string })[];
}

/** Options of optimisers that stand for nothing where they are left out. */
type Unsaid = "clipValue" | "clipNorm" | "globalClipNorm" | "amsgrad";

/** An optimiser with every default, for all variables alike. */
export type NormalOptimizer = NormalOptimizerOf<OptimizerName> | NormalOwnOptimizer;

/** One kind of optimiser. */
export type NormalOptimizerOf<T extends OptimizerName> = T extends OptimizerName
  ? Filled<Extract<OptimizerSpec, { type: T }>>
  : never;

type Filled<Spec extends OptimizerSpec> = Required<Omit<Spec, Unsaid | "by">> &
  Pick<Spec, Unsaid & keyof Spec>;

interface NormalOwnOptimizer extends OwnOptimizerSettings {
  type: OwnOptimizerName;
  learningRate: ScheduledPositive;
  globalClipNorm?: number;
}

/** What an optimiser says by path: options in place of its own. */
export interface NormalSettings {
  by: Record<string, object>;
  pointer: string;
}

export interface NormalReduceOnPlateau extends Required<ReduceOnPlateauSpec> {
  pointer: string;
}

export interface NormalPhase {
  name: string;
  pointer: string;
  /** Patterns over paths of weights. */
  train: string[];
  /** Names or paths of heads; `undefined`: those that depend on what is trained. */
  heads: string[] | undefined;
  optimizer: NormalOptimizer;
  settings: NormalSettings | undefined;
  batchSize: number;
  epochs: number;
  earlyStopping: NormalEarlyStopping | undefined;
  reduceOnPlateau: NormalReduceOnPlateau | undefined;
  average: Required<AverageSpec> | undefined;
  alternate: NormalAlternate | undefined;
  weighting: NormalWeighting;
  regularization: NormalRegularization | undefined;
}

export interface NormalTraining {
  seed: number;
  validationSplit: number;
  phases: NormalPhase[];
}

export interface NormalGraph {
  name: string;
  description: string;
  tags: Record<string, string[]>;
  inputs: NormalInput[];
  targets: NormalTarget[];
  modules: Record<string, NormalItem[]>;
  nodes: NormalNode[];
  training: NormalTraining;
  view: Record<string, [number, number]>;
}
