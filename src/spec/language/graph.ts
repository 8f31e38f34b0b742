import type { RouteBy } from "./decider";
import type { GateLayer, HeadGating } from "./gate";
import type { Count, LayerSpec, PositiveInteger, Share } from "./layers";
import type { Loss, LossSpec, Smoothing } from "./losses";
import type { MetricName, MetricSpec } from "./metrics";
import type { OwnLayer, OwnLoss, OwnLossName, OwnMetric, OwnMetricName } from "./own";
import type { CapacitySpec, Merge, Select } from "./routing";
import type { NonNegative, Scheduled } from "./scheduled";
import type { TargetSpec } from "./targets";
import type { TrainingSpec } from "./training";

/** One network: `*.graph.json`. */
export interface GraphSpec {
  /** Where an editor finds this schema. */
  $schema?: string;
  /** What people call it. */
  name?: string;
  description?: string;
  /** What a sample is known to be before any network runs (its data type, its source): a name and its values. */
  tags?: { [name: string]: TagValues };
  /**
   * What goes in, by name.
   * @minProperties 1
   */
  inputs: { [name: string]: InputSpec };
  /** What a sample may be labelled with, by name. */
  targets?: { [name: string]: TargetSpec };
  /** Stacks of layers, and networks within, to use by name. Each use has weights of its own, unless it says `share`. */
  modules?: { [name: string]: ModuleSpec };
  /**
   * The network: nodes by name; `from` names what enters them.
   * @minProperties 1
   */
  nodes: { [name: string]: NodeSpec };
  /** How it is trained. Without phases, everything at once. */
  training?: TrainingSpec;
  /** Where an editor shows each node: `[x, y]`. Means nothing to the network. */
  view?: { [node: string]: [number, number] };
}

/**
 * The values of a tag, in the order of their numbers.
 * @minItems 1
 * @uniqueItems true
 */
export type TagValues = string[];

/** A module: layers one after another, or a network within. It knows no names but its own. */
export type ModuleSpec = ModuleStack | NetworkSpec;

/**
 * The layers of a module, one after another.
 * @minItems 1
 */
export type ModuleStack = StackItem[];

/**
 * A network within: nodes by name. A node without `from` takes what enters, and `"input"` names it. Their paths begin with
 * that of what the network stands in (`animal/mammal/species`).
 */
export interface NetworkSpec {
  /**
   * The nodes, in any order.
   * @minProperties 1
   */
  nodes: { [name: string]: NodeSpec };
  /** The node whose value is the network's. Without it the last one. */
  output?: string;
}

/** One input of the network. */
export interface InputSpec {
  /** Shape of one sample, without the batch axis; `[]` for one number. */
  shape: PositiveInteger[];
  /** @default "float32" */
  dtype?: "float32" | "int32";
  /** Only samples with these tag values have this input. */
  when?: { [tag: string]: string };
  /**
   * How its values are brought to a common scale before anything else sees them; only for float32. Without it they go in as
   * they are, and training says so where columns are very different.
   */
  scale?: Scale;
  /**
   * Whether its samples are sequences of different lengths: up to as many steps as the first axis of `shape`. Shorter ones are
   * filled up at the end, and what was filled up does not count: recurrent layers keep their state there, attention does not look
   * at it, global pooling and losses for each step leave it out, as after `masking`.
   * @default false
   */
  pad?: boolean | PadSpec;
}

/** How sequences of different lengths are brought to one. */
export interface PadSpec {
  /**
   * What shorter ones are filled up with. It stands in no result; an id that an embedding has a row for.
   * @default 0
   */
  value?: number;
  /**
   * Leave out the last steps of longer sequences in place of refusing them.
   * @default false
   */
  truncate?: boolean;
}

/**
 * `standard`: minus the mean, divided by the standard deviation (of all values: that of the population). `minMax`: from 0 to 1. `none`: as it is.
 * The statistics are those of the samples that train, for each position of the last axis (for each column); a position
 * that never changes is divided by 1. They are found when a training begins on a network that has none, belong to the
 * network from then on, and are applied whenever it trains, validates or predicts.
 */
export type Scale = "standard" | "minMax" | "none";

/** The use of a module. The module's bare name is the short form. */
export interface ModuleUse {
  type: "module";
  /** The name of a module. */
  module: string;
  /** The name in paths; without it the module's name, numbered where it repeats. */
  name?: string;
  /**
   * All uses that say so have one set of weights between them.
   * @default false
   */
  share?: boolean;
}

/** An already trained model in place of layers: a saved Espalier model, or a Keras model saved by tfjs (model.json). */
export interface LoadSpec {
  type: "load";
  /** The file, seen from the folder of this spec. */
  model: string;
  /** The name in paths; without it "load". */
  name?: string;
  /**
   * Whether training may change its weights.
   * @default true
   */
  trainable?: boolean;
  /**
   * Leave out this many layers at the end (a classifier that another head replaces). A head with `project` false right
   * on a classifier that stays must have its classes, in its order; Keras models do not name theirs, which then count by number.
   * @default 0
   */
  dropLast?: Count;
}

/**
 * How the losses of a batch's samples become one number. `validMean`: the sum over the labelled samples, divided
 * by their number (at least 1). `batchMean`: the same sum, divided by the batch size. Samples without a label for any head
 * of the phase stand in no batch, so that with one head both are the same. Figures, early stopping and validation
 * show the loss in this form.
 */
export type Reduction = "validMean" | "batchMean";

/** Factors by class. */
export interface ClassWeights {
  [name: string]: NonNegative;
}

/**
 * The end of a network: a projection to the target's width, a loss, and the labels it learns from. What stands on a head
 * gets its logits (before softmax or sigmoid; one for two classes under binary cross-entropy) or its values, and sends
 * gradients back through them.
 */
export interface HeadLayer extends HeadGating {
  type: "head";
  /** The target that it predicts. */
  target: string;
  /**
   * Only the classes of this group: labels are counted inside the group, other samples have none. Without it all classes;
   * in a branch `"*"` those of the group that leads there.
   */
  within?: string;
  /** The name in paths; without it "head". */
  name?: string;
  /**
   * By name or with options. Without it: categorical cross-entropy for classes, binary cross-entropy for labels, mean squared error
   * for values. Over labels, each of which has a logit of its own, the loss of a sample is the mean over its known labels.
   */
  loss?: Loss | LossSpec | OwnLossName | OwnLoss;
  /**
   * The same as that option of its loss (of categorical cross-entropy, where it names none): each label counts for this share as
   * all classes alike (Szegedy et al. 2016).
   */
  labelSmoothing?: Smoothing;
  /**
   * What is counted beside the loss, by name or with options: in histories, progress, curves and for early stopping. Each
   * at most once. Without it: accuracy for classes, `labelAccuracy` and `microF1` for labels, nothing for values.
   */
  metrics?: (MetricName | MetricSpec | OwnMetricName | OwnMetric)[];
  /**
   * Factor of its loss in the sum, also one that changes while a phase trains, such as from coarse to fine:
   * `{ "steps": [[0, 0.98], [8, 0.1], [28, 0]] }`. In a step in which it is 0 the head does not run, and what only it needs does not
   * move. An epoch's `loss` is the sum with the weights as its steps had them on average; that of validation has the last ones
   * from the beginning, so that early stopping compares like with like.
   * @default 1
   */
  weight?: Scheduled;
  /** @default "validMean" */
  reduction?: Reduction;
  /**
   * What the loss of a sample is multiplied with in training, by the class of its label: a number for each class (1 for those that are
   * left out), or `balanced`: n / (K · n_k) for n labelled training samples of K classes, n_k of them of that class, so that rare
   * classes count as much as common ones. As in Keras the mean stays one over the number of labelled samples, and validation
   * shows the loss without them. (Weights of single samples, which the data may have, count in both.)
   *
   * Over labels the factor is that of a label where a sample has it, and 1 where it has not (as `pos_weight` in PyTorch); `balanced`:
   * training samples without the label by those with it.
   */
  classWeights?: "balanced" | ClassWeights;
  /**
   * Add a dense layer to the target's width. `false` takes the tensor as it comes (its last axis must fit).
   * @default true
   */
  project?: boolean;
  /**
   * Only over labels: a sample has those whose probability is above it, in metrics and in what the network predicts. Without it
   * 0.5.
   */
  threshold?: Share;
  /** What brings its probabilities to how often they come true. Without it they are the softmax of its logits. */
  calibration?: Calibration;
}

/** One entry of a stack: a layer, a module, a saved model, a head, a gate, or the bare name of a layer or a module. */
export type StackItem = string | LayerSpec | OwnLayer | ModuleUse | LoadSpec | HeadLayer | GateLayer;
/**
 * Weights that stand between a head's logits z and its probabilities, wherever these are used (answers, gates, joint answers,
 * `probabilities`), and not in its loss (Guo et al. 2017). `calibrate` fits them on data kept apart; before that they change
 * nothing. `temperature`: softmax(z / T), one number, which changes no first choice. `vector`: softmax(w · z + b), a scale and a
 * shift for each class.
 */
export type Calibration = "temperature" | "vector";

/** The name of a node or an input, or a list of them. */
export type From = string | FromList;

/**
 * Names of nodes or inputs.
 * @minItems 1
 */
export type FromList = string[];

/** Layers one after another. */
export interface StackNode {
  type?: "stack";
  /** What enters. Without it the network's only input; in a network within, what enters that. */
  from?: From;
  /**
   * One after another.
   * @minItems 1
   */
  layers: StackItem[];
}

/** A branch: a stack of layers over what enters the route, a stack with a source of its own, or a network within. */
export type BranchSpec = StackItem[] | BranchStack | BranchNetwork;

/** A branch with a source of its own. Without layers it is just that source, which then runs for every sample. */
export interface BranchStack {
  /** What enters. Without it, what enters the route. */
  from?: From;
  /**
   * One after another.
   * @default []
   */
  layers?: StackItem[];
}

/**
 * A branch that is a network within. Its names come first; where it has none of that name, those of the networks around
 * it count, for the branch's samples. A gate inside is asked for these alone.
 */
export interface BranchNetwork extends NetworkSpec {
  /** What enters. Without it, what enters the route. */
  from?: From;
}

/**
 * Sends samples to branches; the result is in the samples' order. Three words, each with a default: who decides (`by`), which
 * branches run for a sample (`select`), and how their values become one (`merge`). When it predicts, the gate or the tag
 * decides. In training and validation a head's labels decide in its place (a branch learns from its own samples,
 * however good the gate is); the head itself does for samples without a label for it.
 */
export interface RouteNode {
  type: "route";
  /** What enters the branches that name no source. Without it the network's only input; in a network within, what enters that. */
  from?: From;
  /**
   * Who decides: the head or gate of this name, `{ "tag": name }`, `{ "sure": head, "atLeast": 0.9 }`, `{ "mask": input }` or
   * `{ "constant": [1, 0] }`.
   */
  by: string | RouteBy;
  /**
   * A branch for each class of that head, each choice of that gate, or each value of that tag. A class that is a group of one
   * needs none. By confidence: `sure` and `unsure`. `"*"`
   * stands for every branch that is not written, each with weights of its own; a head in it without `within` is within
   * the group that leads to its branch.
   * @minProperties 1
   */
  branches: { [key: string]: BranchSpec };
  /** @default "first" */
  select?: Select;
  /**
   * Without it `putBack` where one branch runs for a sample; where several do, `joint` for heads of one target, else `weighted`
   * by a gate and `sum` by what is not.
   */
  merge?: Merge;
  capacity?: CapacitySpec;
  /**
   * By a head: for which share of the training samples its labels decide and not what it says (teacher forcing; falling
   * values are scheduled sampling, Bengio et al. 2015). Validation always goes by labels.
   * @default 1
   */
  teacherForcing?: Scheduled;
  /**
   * The former word. `greedy` says nothing; `joint` is now `"select": "all", "merge": "joint"`.
   */
  decode?: "greedy" | "joint";
}

/**
 * How likely each class is by a head, whatever its loss, or each choice by a gate (at its temperature, without noise): numbers from
 * 0 to 1 that sum to 1. What stands on the head or the gate itself gets its logits. A branch that takes them in knows how sure its
 * gate was.
 */
export interface ProbabilitiesNode {
  type: "probabilities";
  /** One node that ends in a head over classes or in a gate. */
  from: From;
}

/** A head as a node of its own. */
export interface HeadNode extends HeadLayer {
  /** What enters. Without it the network's only input; in a network within, what enters that. */
  from?: From;
}

/** A gate as a node of its own. */
export interface GateNode extends GateLayer {
  /** What enters. Without it the network's only input; in a network within, what enters that. */
  from?: From;
}

/** A module as a node of its own. */
export interface ModuleNode extends ModuleUse {
  /** What enters. Without it the network's only input; in a network within, what enters that. */
  from?: From;
}

/** A saved model as a node of its own. */
export interface LoadNode extends LoadSpec {
  /** What enters. Without it the network's only input; in a network within, what enters that. */
  from?: From;
}

/** A layer as a node of its own; the only way to give one several inputs. */
export type LayerNode =
  | (LayerSpec & {
      /** What enters. Without it the network's only input; in a network within, what enters that. */
      from?: From;
    })
  | OwnLayerNode;

/** A layer of one's own as a node of its own. */
export interface OwnLayerNode extends OwnLayer {
  /** What enters. Without it the network's only input; in a network within, what enters that. */
  from?: From;
  [option: string]: unknown;
}

/**
 * A part of the network: a stack of layers (no `type` needed), a route, probabilities, or one layer, head, gate, module or
 * saved model.
 */
export type NodeSpec =
  StackNode | RouteNode | ProbabilitiesNode | HeadNode | GateNode | LayerNode | ModuleNode | LoadNode;
