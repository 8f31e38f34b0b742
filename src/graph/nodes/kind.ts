/*
 * What a kind of node says of itself, once. There are two sides: what an author may write (`WrittenKind`: a stack, a
 * route), and what it becomes (`BuiltKind`: a layer, a head, a route). A kind may have one or both; the table of this
 * room asks each for what its sides need.
 *
 * The functions are written as methods so that a kind's own node fits where any node is asked for: the table finds the
 * kind by its node, so they always belong together.
 */
import type { NetworkSpec, NodeSpec, NormalLayer } from "../../spec/language";
import type { NormalNetwork, NormalNode, NormalNodeKinds } from "../../spec/normal";
import type { Build, Built } from "../build";
import type { DecidedBy, Node, NodeKinds } from "../ir";
import type { StackSpec } from "../modules";

/** What the author writes for a kind. A stack is what needs no `type`: all that no other kind has. */
export type SpecOf<K extends keyof NormalNodeKinds> = K extends "stack"
  ? Exclude<NodeSpec, { type: Exclude<keyof NormalNodeKinds, "stack"> }>
  : Extract<NodeSpec, { type: K }>;

/** Where a node of the spec stands. */
export interface NodePlace {
  readonly name: string;
  readonly pointer: string;
  /** What enters where the author does not say. */
  readonly implied: readonly string[];
  /** A network within without shorthand, by its pointer: what a branch may be. */
  readonly network: (spec: NetworkSpec, pointer: string) => NormalNetwork;
}

/** One mention of a node or an input by another node. */
export interface Mention {
  readonly name: string;
  readonly pointer: string;
}

/** A kind of node that an author may write. */
export interface WrittenKind<N extends NormalNode, Spec extends NodeSpec> {
  /** Without shorthand: every default filled in, every list a list. */
  normalise(spec: Spec, place: NodePlace): N;
  /** The nodes and inputs whose values enter, each where it is named. */
  mentions(node: N): readonly Mention[];
  /** What else must be there before it: who decides, by the name of the head. */
  needsFirst(node: N): readonly Mention[];
  /** The stacks inside, in the order of the spec. */
  stacks(node: N): readonly StackSpec[];
  /** Its nodes, after all that it needs; `undefined` if there is a problem (reported), or what it stands on has one. */
  build(build: Build, node: N): Built | undefined;
}

/** Which of the values that a node is made of are asked for. */
export interface SourceOptions {
  /** Whether the head that decides on a route counts as something the route's value depends on. */
  readonly decisions: boolean;
  /** Only those that get a gradient from it. */
  readonly gradients?: boolean;
  /** Branches of other values of this tag are left out. */
  readonly active?: { readonly tag: string; readonly value: number };
}

/** How a node looks in a drawing. */
export interface Look {
  /** What it is: `conv2d 16, 3 × 3, relu`. With branches: what their results become. */
  readonly text: string;
  /** What leaves it, where there is more to say than its shape: `3 classes`. */
  readonly result?: string;
  /** Whether it is an end that people look for first. */
  readonly isHead: boolean;
  /** With branches: who chooses among them. */
  readonly by?: DecidedBy;
}

/**
 * How many branches a sample runs: as many as that, or all; `least` and `most` where that differs by sample; a share for each
 * branch where it is decided once for all samples.
 */
export type BranchesRun =
  number | "all" | { readonly least: number; readonly most: number } | readonly number[];

/** A kind of node of the compiled graph. */
export interface BuiltKind<N extends Node> {
  /** Paths of the values that its value is made of. */
  sources(node: N, options: SourceOptions): readonly string[];
  /** How many of its branches one sample runs. */
  branchesRun(node: N): BranchesRun;
  /** Whether it is an answer by itself, and of use though nothing stands on it and no head ends it. */
  answers(node: N): boolean;
  /** What the summary calls it: the layer's type, the head's loss, the route's rule. */
  summary(node: N): string;
  /** What stands before that in the summary as text. */
  readonly label: string;
  look(node: N): Look;
  /** As one layer of a saved model that another network loads; `undefined` if it is none. */
  asLayer(node: N): { readonly layer: NormalLayer; readonly classes?: readonly string[] } | undefined;
}

/** What kinds without branches have in common, where they are no answer and no layer of a stack. */
export const leaf = {
  sources: ({ inputs }: Node): readonly string[] => inputs,
  branchesRun: () => 0 as const,
  answers: () => false,
  label: "",
  asLayer: () => undefined,
};

/** Every kind of node, by name. */
export type NodeType = keyof NormalNodeKinds | keyof NodeKinds;

/** A kind of node: both of its sides, if it has both. */
export type NodeKind<K extends NodeType> = (K extends keyof NormalNodeKinds
  ? WrittenKind<NormalNodeKinds[K], SpecOf<K>>
  : unknown) &
  (K extends keyof NodeKinds ? BuiltKind<NodeKinds[K]> : unknown);
