/*
 * The picture of a network as plain data: what is drawn, not where or how. The drawing in a notebook, a page and an editor
 * show the same picture.
 */
import type { ParameterCount } from "../../graph";

/**
 * `layers`: what stands in one node. `network`: a network within. `route`: who decides, branches and what becomes of their values,
 * which are a `decision`, a `branch` each and a `merge`.
 */
export type BoxKind = "input" | "layers" | "network" | "route" | "decision" | "branch" | "merge";

/** One line of a box. */
export interface Row {
  /** Path of the layer, or of what it is a heading of: a module, a saved model, something that repeats. */
  readonly id: string;
  readonly text: string;
  /** What leaves it; empty for a heading. */
  readonly shape: string;
  /** How far it stands under headings. */
  readonly depth: number;
  readonly emphasis: "head" | "heading" | "none";
  /** A heading of what a click folds or unfolds. */
  readonly fold?: Fold;
}

/** What may be shown in short. */
export interface Fold {
  /** What a fold state says it by. */
  readonly id: string;
  readonly folded: boolean;
}

/** By the `id` of a fold: true where it is folded, false where it is open. What is not named is as the picture finds best. */
export type FoldState = Readonly<Record<string, boolean>>;

/** What happens to a box in one phase of the training. `none`: it has nothing that could move. */
export type Training = "trained" | "partly trained" | "frozen" | "not reached" | "none";

export interface Facts {
  readonly parameters: ParameterCount;
  /** For one sample that comes here; with branches, if each runs. NaN where only a missing file knows. */
  readonly flops: number;
  /** For each phase of the picture. */
  readonly training: readonly Training[];
  /** Letters of the weights that it shares with others: see the legend. */
  readonly shares: readonly string[];
  /** Whether no phase trains any of its weights. */
  readonly frozen: boolean;
}

export interface Box {
  /** Path of the node, branch or input; of a decision and a merge, the route's with `#by` and `#merge`. */
  readonly id: string;
  readonly kind: BoxKind;
  readonly title: string;
  /** What else is to be said of it, a line each: the module it is, the file it comes from, who enters. */
  readonly notes: readonly string[];
  readonly rows: readonly Row[];
  readonly facts: Facts;
  /** What it holds, where that is open. */
  readonly boxes: readonly Box[];
  /** How many alike it stands for. */
  readonly count: number;
  readonly fold?: Fold;
  /** Of a branch: its number, for its colour. */
  readonly branch?: number;
}

/** `value`: carries values. `decides`: says where samples go. `chosen`: to a branch. `merges`: a branch's value to the merge. */
export type Role = "value" | "decides" | "chosen" | "merges";

export interface Edge {
  /** Of the innermost boxes that are shown. */
  readonly from: string;
  readonly to: string;
  readonly role: Role;
  /** Path of the value. */
  readonly value: string;
  /** What it carries: `8 × 8 × 3`, `5 classes`. */
  readonly label: string;
  /** Number of the branch that it leads to or from. */
  readonly branch?: number;
}

/** Weights that several have in common. */
export interface Sharing {
  readonly letter: string;
  /** The module. */
  readonly name: string;
  /** How often it is used. */
  readonly uses: number;
}

export interface Picture {
  readonly title: string;
  /** What somebody is told who does not see it. */
  readonly description: string;
  readonly boxes: readonly Box[];
  readonly edges: readonly Edge[];
  readonly phases: readonly string[];
  readonly shared: readonly Sharing[];
  /** The sums, a line each. */
  readonly totals: readonly string[];
  /** Where the author wants top-level boxes: left and top. */
  readonly view: Readonly<Record<string, readonly [number, number]>>;
}
