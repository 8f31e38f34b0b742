import type { ByConfidence, ByEntropy } from "./decider";
import type { DataSpec } from "./data";
import type { BalanceSpec, GateNoise } from "./gate";
import type { HeadLayer } from "./graph";
import type { Count, LayerSpec, PositiveInteger, Share } from "./layers";
import type { OwnLayer } from "./own";
import type { CapacitySpec, SelectAtLeast, SelectTop } from "./routing";
import type { Scheduled, ScheduledPositive } from "./scheduled";
import type { ClassGroup, ClassNames } from "./targets";
import type { AlternateSpec, TrainingOptions, TrainingOverrides } from "./training";

/** What to compare: `*.experiment.json`. It derives one graph for each approach. */
export interface ExperimentSpec {
  /** Where an editor finds this schema. */
  $schema?: string;
  /** What people call it. */
  name?: string;
  description?: string;
  /** Where the samples come from. */
  data: DataSpec;
  task: TaskSpec;
  blocks: BlocksSpec;
  /**
   * What is compared, by the name that tables and figures show. The name is the type too, where it is one.
   * @minProperties 1
   */
  approaches: { [name: string]: ApproachSpec };
  /** How every approach is trained. */
  training?: TrainingOptions;
  /** What the heads of every derived approach are told beside their target: losses, weights, metrics. */
  heads?: HeadsByTarget;
  repeats?: RepeatsSpec;
}

/** One label, and the hierarchy that gives the others. */
export interface TaskSpec {
  /**
   * The name of the input.
   * @default "image"
   */
  input?: string;
  /** The name of the fine target. */
  target: string;
  /** The fine classes, in the order of their numbers in the data. */
  classes: ClassNames;
  /**
   * The name of the coarse target, which the gate predicts.
   * @default "group"
   */
  gate?: string;
  /**
   * For each coarse class, its fine classes. A group of one class needs no branch: the gate's answer is the answer.
   * @minProperties 2
   */
  groups: { [name: string]: ClassGroup };
}

/** A layer, or the bare name of one. */
export type BlockItem = string | LayerSpec | OwnLayer;

/** The layers that the approaches are built of. */
export interface BlocksSpec {
  /** From the input to features: all of it in the flat and the shared network, one for the gate and each branch in a cascade. */
  trunk: BlockItem[];
  /**
   * Before each branch's head.
   * @default []
   */
  branch?: BlockItem[];
  /** Before the gate's head. Without it, as `branch`. */
  gate?: BlockItem[];
}

/**
 * Seeds, each for one repeat.
 * @minItems 1
 * @uniqueItems true
 */
export type Seeds = Count[];

/**
 * How gate and branches become one answer. Training is the same whatever stands here, so approaches that differ in nothing else
 * are trained once: their weights are the same.
 *
 * - `greedy`: the branch of the gate's first choice answers.
 * - `joint`: all branches do, p(class) = p(group) · p(class | group).
 * - `masked`: as greedy, but every branch runs for every sample and the classes of those that are not chosen count as impossible
 *   (static gate): the same answer at the cost of all branches.
 * - `{ "top": 2 }`, `{ "atLeast": 0.8, "otherwise": "all" }`: joint over the branches that this selects.
 */
export type Decode = "greedy" | "joint" | "masked" | SelectTop | SelectAtLeast;

/** What the heads over one target are told: all that a head may say but its place and its target. */
export type HeadOptions = Pick<
  HeadLayer,
  | "loss"
  | "labelSmoothing"
  | "metrics"
  | "weight"
  | "reduction"
  | "classWeights"
  | "calibration"
  | "temperature"
  | "noise"
  | "balance"
>;

/**
 * What heads are told, by their target: `{ "breed": { "loss": { "type": "focal" } }, "species": { "weight": 0.3 } }`. A head over one
 * group of the fine target is told what is said of that target.
 */
export interface HeadsByTarget {
  [target: string]: HeadOptions;
}

/** What every approach whose graph is derived may say. */
interface DerivedApproachSpec {
  /** What this approach trains otherwise than the others. */
  training?: ApproachTraining;
  /**
   * What its heads are told otherwise than those of the others, option by option (a loss of its own is without the
   * `labelSmoothing` that is said for all).
   */
  heads?: HeadsByTarget;
}

/** What every approach with a gate and branches may say. */
interface BranchedApproachSpec extends DerivedApproachSpec {
  /**
   * How gate and branch become one answer.
   * @default "greedy"
   */
  decode?: Decode;
}

/** One network, one head over all fine classes: the baseline. */
export interface FlatApproachSpec extends DerivedApproachSpec {
  /** Without it, the approach's name. */
  type?: "flat";
}

/** A gate network, and a network for each group of several classes, trained apart. */
export interface CascadeApproachSpec extends BranchedApproachSpec {
  /** Without it, the approach's name. */
  type?: "cascade";
}

/** One trunk and every head on every sample, trained all at once. */
export interface SharedBackboneApproachSpec extends BranchedApproachSpec {
  /** Without it, the approach's name. */
  type?: "sharedBackbone";
}

/** One trunk, then only the branch of the sample's group, trained one branch at a time. */
export interface AlternatingApproachSpec
  extends
    BranchedApproachSpec,
    Pick<AlternateSpec, "schedule" | "alpha" | "inactiveShare" | "importanceWeights"> {
  /** Without it, the approach's name. */
  type?: "alternating";
}

/** As the cascade, but each branch also gets what the gate said: the gate is trained first, then the branches behind it. */
export interface PredictThenSelectApproachSpec extends BranchedApproachSpec {
  /** Without it, the approach's name. */
  type?: "predictThenSelect";
  /**
   * What enters a branch beside its features: the gate's probabilities, or 1 for its first choice and 0 for the others.
   * @default "probabilities"
   */
  told?: "probabilities" | "oneHot";
}

/**
 * A mixture of experts: one trunk, a gate without labels, and experts of the layers of `branch` whose values it weighs, under
 * one head over all fine classes. Trained jointly.
 */
export interface MixtureApproachSpec extends DerivedApproachSpec {
  /** Without it, the approach's name. */
  type?: "mixture";
  /**
   * How many experts.
   * @default 4
   */
  experts?: PositiveInteger;
  /**
   * `all`: every expert runs for every sample (soft mixture). A number: only so many likeliest do (sparse mixture); the gate's
   * probabilities are renewed over them, but for a single one, which counts times its own probability (Switch Transformer).
   * @default "all"
   */
  top?: "all" | PositiveInteger;
  /**
   * What keeps the gate from sending all samples to few experts. Each factor is 0 unless it is said.
   * @default {}
   */
  balance?: BalanceSpec;
  /**
   * Noise on the gate's logits while training.
   * @default 0
   */
  noise?: GateNoise;
  /**
   * The gate's logits are divided by it.
   * @default 1
   */
  temperature?: ScheduledPositive;
  /**
   * Of a sparse mixture: at most so many samples of a training batch run through one expert.
   * @default "none"
   */
  capacity?: "none" | CapacitySpec;
}

/**
 * The flat network with heads over all fine classes along its way: a sample leaves at the first that is sure (BranchyNet). Trained
 * jointly, every head on every sample.
 */
export interface EarlyExitApproachSpec extends DerivedApproachSpec {
  /** Without it, the approach's name. */
  type?: "earlyExit";
  /**
   * When a head is sure. Training is the same whatever stands here, so approaches that differ in nothing else are trained once.
   * @default { "atLeast": 0.9 }
   */
  sure?: Pick<ByConfidence, "atLeast"> | Pick<ByEntropy, "entropyBelow">;
  /**
   * Where the exits are: after so many layers of the trunk each, rising. `trunk`: one, between the trunk and the layers of `branch`.
   * @default "trunk"
   */
  after?: "trunk" | ExitPlaces;
  /**
   * The layers of each exit before its head.
   * @default ["flatten"]
   */
  exit?: BlockItem[];
  /**
   * Factor of the loss of each early head; the last one has that of `heads`.
   * @default 1
   */
  exitWeight?: Scheduled;
}

/**
 * Numbers of layers.
 * @minItems 1
 * @uniqueItems true
 */
export type ExitPlaces = PositiveInteger[];

/**
 * The flat network with a head over the groups after the trunk, whose loss counts most at first and ever less (B-CNN, Zhu and
 * Bain 2017): what is coarse is learnt before what is fine. Only the head over the fine classes answers.
 */
export interface CoarseToFineApproachSpec extends DerivedApproachSpec {
  /** Without it, the approach's name. */
  type?: "coarseToFine";
  /**
   * Factor of the loss over the groups. Where it is 0 that head does not run.
   * @default { "from": 0.9, "to": 0 }
   */
  coarse?: Scheduled;
  /**
   * Factor of the loss over the fine classes.
   * @default { "from": 0.1, "to": 1 }
   */
  fine?: Scheduled;
}

/** A network of one's own, which says itself how it is trained. */
export interface GraphApproachSpec {
  /** Without it, the approach's name. */
  type?: "graph";
  /** Its *.graph.json. A relative path starts in the folder of the experiment. */
  file: string;
}

/**
 * One way to build and train the network. Its `type` may be left out where the approach's name is one: that holds for
 * every type of this union, so that each keeps its `type` optional.
 */
export type ApproachSpec =
  | FlatApproachSpec
  | CascadeApproachSpec
  | SharedBackboneApproachSpec
  | AlternatingApproachSpec
  | PredictThenSelectApproachSpec
  | MixtureApproachSpec
  | EarlyExitApproachSpec
  | CoarseToFineApproachSpec
  | GraphApproachSpec;

export type ApproachType = NonNullable<ApproachSpec["type"]>;

/** What an approach of one type may say. */
export type ApproachSpecOf<T extends ApproachType> = Extract<ApproachSpec, { type?: T }>;

/** What one approach trains otherwise than the others. */
export interface ApproachTraining extends TrainingOverrides {
  /** The share of the samples that is kept for validation. */
  validationSplit?: Share;
}

/** How often everything is repeated. */
export interface RepeatsSpec {
  /**
   * Number of seeds (1, 2, …), or the seeds.
   * @default 1
   */
  seeds?: PositiveInteger | Seeds;
  /**
   * Parts of a stratified cross-validation; each is the test set once. 1: one hold-out of `testShare`.
   * @default 1
   */
  folds?: PositiveInteger;
  /**
   * With one fold: the share of the samples that is the test set.
   * @default 0.2
   */
  testShare?: Share;
}
