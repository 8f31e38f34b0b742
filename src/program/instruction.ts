/*
 * The instructions of a program: what is done, in an order in which each comes after what it needs, without conditions. What
 * depends on a batch (rows, labels, masks, random draws) is an input by name, a `Feed`, and never a constant inside.
 */
import type { DataType, HeadCalibration, HeadNode, Shape } from "../graph/ir";
import type { NormalLayer, Reduction } from "../spec/language";
import type { BatchPlan } from "./plan/batch-plan";
import type { RowLabels } from "./plan/row-labels";

/** Where a value is kept: written once. */
export type Register = number;

/** Something that depends on the batch: an input of the program, by name. */
export interface Feed<T> {
  readonly name: string;
  readonly from: (plan: BatchPlan) => T;
}

interface Base {
  readonly to: Register;
  /** Path of the node whose value this is; absent for what lies between. */
  readonly node?: string;
}

/** An input of the batch on the network's scale: `[rows, ...shape]`. */
interface InputInstruction extends Base {
  readonly op: "input";
  readonly name: string;
  /** Paths of shift and divisor, where it is scaled. */
  readonly scale: readonly [shift: string, divisor: string] | undefined;
}

/** The rows of an input that the samples of a scope have. */
interface InputRowsInstruction extends Base {
  readonly op: "inputRows";
  readonly name: string;
  readonly from: Register;
  /** Row -> position in the batch. */
  readonly positions: Feed<Int32Array>;
}

/** Some rows of a value, in their order. */
interface RowsInstruction extends Base {
  readonly op: "rows";
  readonly from: Register;
  readonly rows: Feed<Int32Array>;
}

/** The value of a node that no sample reaches: `[0, ...shape]`. */
interface EmptyInstruction extends Base {
  readonly op: "empty";
  readonly shape: Shape;
  readonly dtype: DataType;
}

interface LayerInstruction extends Base {
  readonly op: "layer";
  readonly layer: NormalLayer;
  readonly inputs: readonly Register[];
  /** Paths of its variables. New values of moving statistics are those from here on. */
  readonly variables: readonly string[];
  /** Whether it behaves as in training: drops out, follows the statistics of the batch. */
  readonly training: boolean;
  /** Key of its random draws. */
  readonly random: string;
  /** The masks of its inputs, where it goes by them: -1 where there is none. Absent: it does not, or none has one. */
  readonly masks?: readonly Register[];
}

/** Which steps of a value count, `[rows, steps]` of 1 and 0: those that are something else than padding. */
interface MaskInstruction extends Base {
  readonly op: "mask";
  readonly from: Register;
  readonly padding: number;
  /** A step is padding where all of its channels are. */
  readonly alongLast: boolean;
}

/** Which steps of a padded input each sample has: `[rows, steps]` of 1 and 0. */
interface InputMaskInstruction extends Base {
  readonly op: "inputMask";
  readonly name: string;
}

/** Two masks of the same steps: a step counts where it does in both. Of the first, fewer axes may be known. */
interface BothMasksInstruction extends Base {
  readonly op: "bothMasks";
  readonly parts: readonly [before: Register, own: Register];
}

/** The masks of several values as that of what they become: a step counts where it does in one of them. */
interface EitherMaskInstruction extends Base {
  readonly op: "eitherMask";
  readonly parts: readonly Register[];
}

/** The masks of several values one after the other; of one without a mask all steps count. */
interface BesideMaskInstruction extends Base {
  readonly op: "besideMask";
  readonly parts: readonly Register[];
  /** -1 where there is none. */
  readonly masks: readonly Register[];
}

interface ReshapeInstruction extends Base {
  readonly op: "reshape";
  readonly from: Register;
  /** Of one sample. */
  readonly shape: Shape;
}

/** Logits as a head's probabilities are made of them: divided by the temperature, or scaled and shifted class by class. */
interface CalibrateInstruction extends Base {
  readonly op: "calibrate";
  readonly from: Register;
  readonly calibration: HeadCalibration;
}

/** Class probabilities from logits: `[rows, classes]`, also from one logit. */
interface ProbabilitiesInstruction extends Base {
  readonly op: "probabilities";
  readonly from: Register;
}

/** Probabilities of a branch's classes over all classes of the route's answer: 0 outside of the branch. */
interface SpreadInstruction extends Base {
  readonly op: "spread";
  readonly from: Register;
  readonly members: readonly number[];
  readonly classes: number;
}

/** The answer of a branch that is a group of one class: that class, for each row. */
interface CertainInstruction extends Base {
  readonly op: "certain";
  readonly members: readonly number[];
  readonly classes: number;
  readonly rows: Feed<number>;
}

/** A value times one column of another: what a branch gives times how much it counts. */
interface WeighInstruction extends Base {
  readonly op: "weigh";
  readonly from: Register;
  readonly by: Register;
  readonly column: number;
  /** The rows of the other value that these are; absent: all of them. */
  readonly rows?: Feed<Int32Array>;
}

/**
 * How logits become weights: `renewed`: softmax over the branches that run; `asItIs`: over all; `straightThrough`: 1 for those
 * that run, with the gradient of `asItIs`.
 */
export type WeightRule = "renewed" | "asItIs" | "straightThrough";

/** How much each branch counts, from the logits of a gate: `[rows, branches]`. */
interface WeightsInstruction extends Base {
  readonly op: "weights";
  readonly from: Register;
  readonly rule: WeightRule;
  /** 1 where a branch runs for a row; absent: every branch does for every row. */
  readonly selected?: Feed<Float32Array>;
}

/** Numbers from the host: `[rows, width]`. */
interface GivenInstruction extends Base {
  readonly op: "given";
  readonly values: Feed<Float32Array>;
  readonly width: number;
}

/** The logits of a gate as it decides: with noise, at its temperature. From one logit two. */
interface GateInstruction extends Base {
  readonly op: "gate";
  readonly from: Register;
  readonly temperature: Feed<number>;
  readonly noise?: "normal" | "gumbel";
  /** Of normal noise: its standard deviation, or that before softplus for each row and branch. */
  readonly deviation?: Feed<number>;
  readonly sizes?: Register;
  /** Key of its random draws. */
  readonly random: string;
}

/** The sum of what several branches give for a row, in the order of the rows; zero where none gives anything. */
interface AddBackInstruction extends Base {
  readonly op: "addBack";
  readonly parts: readonly Register[];
  /** Row of the parts laid one after another -> row of the result. */
  readonly places: Feed<Int32Array>;
  readonly size: Feed<number>;
  /** Of one row. */
  readonly shape: Shape;
}

/** The masks of branches in the order of the rows: what counts in one of those that ran; nothing where none did. */
interface MaskBackInstruction extends Omit<AddBackInstruction, "op"> {
  readonly op: "maskBack";
}

/** A value where one column of a mask is 1, else zero. */
interface KeepSelectedInstruction extends Base {
  readonly op: "keepSelected";
  readonly from: Register;
  /** `rows * columns` */
  readonly selected: Feed<Float32Array>;
  readonly column: number;
}

/** One softmax over the logits of all branches that are selected: p over all classes, 0 for those of the others. */
interface MaskedAnswerInstruction extends Base {
  readonly op: "maskedAnswer";
  /** Logits of each branch: `[rows, members]`; one logit stands for the second of two. */
  readonly parts: readonly Register[];
  readonly members: readonly (readonly number[])[];
  readonly classes: number;
  readonly selected: Feed<Float32Array>;
}

/** The logarithms of some columns of probabilities. */
interface LogarithmsInstruction extends Base {
  readonly op: "logarithms";
  readonly from: Register;
  readonly members: readonly number[];
}

interface ZerosInstruction extends Base {
  readonly op: "zeros";
  readonly rows: Feed<number>;
  readonly shape: Shape;
}

/** Of what has no mask: all counts. */
interface OnesInstruction extends Base {
  readonly op: "ones";
  readonly rows: Feed<number>;
  readonly shape: Shape;
}

/** Values side by side along the last axis. */
interface ConcatenateInstruction extends Base {
  readonly op: "concatenate";
  readonly parts: readonly Register[];
}

/** The balance losses of a gate, each times its factor: a scalar, minimised beside the losses of heads. */
interface BalanceInstruction extends Base {
  readonly op: "balance";
  /** Path of the gate. */
  readonly name: string;
  /** The logits as they decide. */
  readonly from: Register;
  /** The logits as they are. */
  readonly by: Register;
  /** For each branch the share of the choices that it got. */
  readonly load: Feed<Float32Array>;
  readonly factors: Feed<BalanceFactors>;
}

/** See `BalanceSpec`. */
export interface BalanceFactors {
  readonly load: number;
  readonly importance: number;
  readonly z: number;
}

interface SumInstruction extends Base {
  readonly op: "sum";
  readonly parts: readonly Register[];
}

/** The branches' results in the order of the samples again; rows that no branch took are zero. */
interface PutBackInstruction extends Base {
  readonly op: "putBack";
  readonly parts: readonly Register[];
  /** Row -> its place in the parts laid one after another, and after them what no branch took. */
  readonly order: Feed<Int32Array>;
  /** Whether some rows took no branch. */
  readonly rest: boolean;
  readonly shape: Shape;
  readonly dtype: DataType;
}

/** The loss of a head over its rows: a scalar. */
interface LossInstruction extends Base {
  readonly op: "loss";
  readonly head: HeadNode;
  readonly reduction: Reduction;
  readonly from: Register;
  readonly labels: Feed<RowLabels>;
  /** Samples of the batch, of which the head may see a part. */
  readonly batch: Feed<number>;
  /** Which steps of its value count, where there is a mask. */
  readonly steps?: Register;
}

export type Instruction =
  | InputInstruction
  | InputRowsInstruction
  | RowsInstruction
  | EmptyInstruction
  | LayerInstruction
  | ReshapeInstruction
  | CalibrateInstruction
  | ProbabilitiesInstruction
  | SpreadInstruction
  | CertainInstruction
  | WeighInstruction
  | SumInstruction
  | PutBackInstruction
  | AddBackInstruction
  | WeightsInstruction
  | GivenInstruction
  | GateInstruction
  | KeepSelectedInstruction
  | MaskedAnswerInstruction
  | LogarithmsInstruction
  | ZerosInstruction
  | OnesInstruction
  | ConcatenateInstruction
  | BalanceInstruction
  | MaskInstruction
  | InputMaskInstruction
  | BothMasksInstruction
  | MaskBackInstruction
  | EitherMaskInstruction
  | BesideMaskInstruction
  | LossInstruction;

export type Op = Instruction["op"];
export type InstructionOf<O extends Op> = Extract<Instruction, { op: O }>;
/** An instruction before it has a register. */
export type Draft = Instruction extends infer I ? (I extends Instruction ? Omit<I, "to"> : never) : never;
