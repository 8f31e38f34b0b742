import type { Scale } from "./graph";
import type { Count, LayerSpec, PositiveInteger, Share } from "./layers";
import type { OwnLayer } from "./own";
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
  repeats?: RepeatsSpec;
}

/** Images and labels in the IDX format (MNIST's), plain or gzip. `${NAME}` in a path is an environment variable. */
export interface IdxDataSpec {
  format: "idx";
  images: string;
  labels: string;
}

/** A folder with a folder of PNG or JPEG images for each class. */
export interface FolderDataSpec {
  format: "folder";
  path: string;
  /** Every image is brought to this `[height, width]`. Without it, all must have one size. */
  size?: [PositiveInteger, PositiveInteger];
  /**
   * 1 for grey, 3 for colour.
   * @default 3
   */
  channels?: 1 | 3;
}

/**
 * The columns that are labels, in order.
 * @minItems 1
 * @uniqueItems true
 */
export type LabelColumns = string[];

/** A table: CSV with a header line, or a JSON list of objects. */
export interface TableDataSpec {
  format: "table";
  path: string;
  /**
   * The columns that are the input, in order.
   * @minItems 1
   * @uniqueItems true
   */
  columns: string[];
  /**
   * The column that is the label: a class's name or number. Of labels of which a sample may have several: a column with their names
   * (`separator`, or lists in JSON), or a column for each, in a list: 1 where the sample has it, 0 where it has not, empty where
   * that is not known.
   */
  label: string | LabelColumns;
  /**
   * What stands between the names of a sample's labels, such as `;`. A sample with an empty cell has none of them.
   */
  separator?: string;
  /**
   * The column that holds the weight of each sample: its loss is multiplied with it, in training and in validation; means stay
   * over the number of samples, as in Keras. Metrics do not know it. Without it, 1.
   */
  weight?: string;
  /**
   * How the columns are brought to a common scale, with statistics of the training samples alone. Without it: `standard` where
   * the columns are very different, else `none`; the graphs say which. They are very different where the standard deviation of
   * one is more than 10 times that of another, or the mean of one is more than 10 of its standard deviations away
   * from 0 (columns that never change count for neither).
   */
  scale?: Scale;
}

/** Drawn images of animals: the species shows in the shape, the breed in texture and colour. */
export interface SyntheticDataSpec {
  format: "synthetic";
  /**
   * How many images.
   * @default 1200
   */
  samples?: PositiveInteger;
  /**
   * Height and width.
   * @default 24
   */
  size?: PositiveInteger;
  /**
   * 0: breeds differ clearly. 1: hardly at all.
   * @default 0.5
   * @minimum 0
   * @maximum 1
   */
  difficulty?: number;
  /**
   * 0: as many images of each class. Towards 1: each class has a smaller share than the one before.
   * @default 0
   */
  imbalance?: Share;
  /**
   * Where every random number of the drawing comes from.
   * @default 1
   */
  seed?: Count;
}

export type DataSpec = IdxDataSpec | FolderDataSpec | TableDataSpec | SyntheticDataSpec;

export type DataFormatName = DataSpec["format"];

/** What an experiment says of data in one format. */
export type DataSpecOf<F extends DataFormatName> = Extract<DataSpec, { format: F }>;

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

/** How gate and branch become one answer. */
export type Decode = "greedy" | "joint";

/** What every approach whose graph is derived may say. */
interface DerivedApproachSpec {
  /** What this approach trains otherwise than the others. */
  training?: ApproachTraining;
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
