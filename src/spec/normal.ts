/*
 * A graph spec without shorthand: what `normalise` makes and `src/graph` reads. Every default is filled in,
 * every list is a list, every name of a layer in a stack is chosen. Still plain JSON.
 */
import type {
  AlternateSpec,
  EarlyStoppingSpec,
  Loss,
  NormalLayer,
  NormalMetric,
  OptimizerSpec,
  OwnLoss,
  OwnWeighting,
  Reduction,
  RouteBy,
  Scale,
  WeightingName,
} from "./language";

/** One step of a stack. `name` is unique in its stack; `pointer` is where the author wrote it. */
export type NormalItem =
  | { kind: "layer"; name: string; pointer: string; layer: NormalLayer }
  | { kind: "module"; name: string; pointer: string; module: string; share: boolean }
  | { kind: "load"; name: string; pointer: string; model: string; trainable: boolean; dropLast: number }
  | NormalHead;

/** A head. Loss or metrics `undefined` mean: by the kind of its target. */
export interface NormalHead {
  kind: "head";
  name: string;
  pointer: string;
  target: string;
  within: string | undefined;
  loss: Loss | OwnLoss | undefined;
  metrics: NormalMetric[] | undefined;
  weight: number;
  reduction: Reduction;
  project: boolean;
}

export interface NormalBranch {
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
  decode: "greedy" | "joint";
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
  | { kind: "values"; name: string; pointer: string; shape: number[] };

export interface NormalAlternate extends Required<AlternateSpec> {
  pointer: string;
}

export interface NormalEarlyStopping extends Required<EarlyStoppingSpec> {
  pointer: string;
}

export interface NormalPhase {
  name: string;
  pointer: string;
  /** Patterns over paths of weights. */
  train: string[];
  /** Names or paths of heads; `undefined`: those that depend on what is trained. */
  heads: string[] | undefined;
  optimizer: Required<OptimizerSpec>;
  batchSize: number;
  epochs: number;
  earlyStopping: NormalEarlyStopping | undefined;
  alternate: NormalAlternate | undefined;
  weighting: WeightingName | OwnWeighting;
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
