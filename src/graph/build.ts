/* What the building of nodes shares: what is known so far, and where new nodes and variables are entered. */
import { limit, raiseLimit } from "../limits";
import type { NormalGraph, NormalNetwork } from "../spec/normal";
import type { HeadIndex } from "./declare";
import type { ClassTarget, Input, LoadedStack, Node, Target } from "./ir";
import type { Value } from "./layers/kind";
import * as messages from "./messages";
import type { Stack, Step } from "./modules";
import type { Names, Place } from "./names";
import { placeIn } from "./names";
import type { ProblemReport } from "./report";
import type { VariableRegistry } from "./variables";

/** Reads a saved model as layers; `pointer` is where the spec names it. May throw an EspalierError. */
export type Loader = (model: string, pointer: string) => LoadedStack;

/** The samples that run through something: all, those with one value of a tag, or unknown ones (nobody decides yet). */
export type Scope = "all" | "unknown" | { readonly tag: string; readonly value: number };

/** The class of a gate that leads to a branch that was written as `*`. */
export interface Group {
  /** The key of the branch. */
  readonly name: string;
  readonly target: ClassTarget;
  /** Its number in the target. */
  readonly member: number;
}

/** What something becomes. */
export interface Built {
  readonly body: readonly Node[];
  /** What its name stands for elsewhere. */
  readonly output: Value;
}

export interface Build {
  readonly spec: NormalGraph;
  readonly report: ProblemReport;
  readonly load: Loader | undefined;
  readonly targets: ReadonlyMap<string, Target>;
  readonly inputs: ReadonlyMap<string, Input>;
  /** All heads of the stacks that were begun so far. */
  readonly heads: HeadIndex;
  readonly variables: VariableRegistry;
  /** By path. */
  readonly nodes: Map<string, Node>;
  /** Saved models whose files are not there, by path of the node that stands for them; `undefined`: an error each. */
  readonly missing: Map<string, string> | undefined;
  /** What was made of the spec so far, to be looked at as a whole. */
  readonly made: Made;
  /** A network within, over what enters it. Handed in, for kinds of nodes know nothing of each other. */
  readonly network: (
    build: Build,
    step: Step,
    network: NormalNetwork,
    entering: readonly Value[],
  ) => Built | undefined;
  /** What names mean in the body that is being built. */
  readonly names: Names;
  /** The branches around, the outermost first. */
  readonly branches: readonly BranchAround[];
  /** Whether one of them is one of several that were written once: how many there are of it at least; 0 if not. */
  readonly copies: number;
}

/** A branch that something is built in. */
export interface BranchAround {
  readonly path: string;
  readonly samples: Scope;
  /** Where the branch is written as `*`, and stands for a group of classes. */
  readonly group: Group | undefined;
}

/** What was made of a spec, in the order in which it was made. */
export interface Made {
  /** Stacks and their nodes; of those in modules only the stack that uses the module. */
  readonly stacks: { readonly stack: Stack; readonly body: readonly Node[] }[];
  /** Bodies of nodes: the top level, branches, modules (one for each use). `output` is the name of what they come to. */
  readonly bodies: { readonly names: Names; readonly output: string | undefined }[];
  /** What can be said only when all is built. */
  readonly later: (() => void)[];
  /** Nodes and branches so far that were written once for several. */
  repeated: number;
}

/** The place of a node of the spec in the body that is being built. */
export const placeOf = ({ names }: Build, name: string): Place => placeIn(names.place, name);

/** The path of a node of the spec in the body that is being built: its name at the top level. */
export const pathOf = (build: Build, name: string): string => placeOf(build, name).path;

/** The same build for what stands in a branch. `copies`: how many there are of it; 0 where it was written by itself. */
export function insideBranch(build: Build, branch: BranchAround, copies: number): Build {
  const around = copies === 0 ? build.copies : Math.max(1, build.copies) * copies;
  return { ...build, branches: [...build.branches, branch], copies: around };
}

/** Enters a node; `undefined` (and a problem) if its path is taken. */
export function enter<N extends Node>(build: Build, node: N): N | undefined {
  if (build.copies > 0 && !hasRoom(build, node.pointer)) return undefined;
  if (build.nodes.has(node.path)) {
    build.report.error(node.pointer, messages.pathTaken(node.path));
    return undefined;
  }
  build.nodes.set(node.path, node);
  return node;
}

/**
 * Counts more nodes or branches of those that were written once for several; false (and a problem) where there are too many.
 * All others were counted as the spec was checked.
 */
export function hasRoom({ made, report, copies }: Build, pointer: string, count = 1): boolean {
  const most = limit("layers");
  const before = made.repeated;
  made.repeated += count;
  // Each of the other copies has as many: that need not be seen to be known.
  if (Math.max(made.repeated, copies * count) <= most) return true;
  made.repeated = Math.max(made.repeated, most + 1);
  // Said once: all that is left of the spec would say it again.
  if (before <= most) report.error(pointer, messages.tooManyRepeated(most, raiseLimit("layers")));
  return false;
}

/** Whether there were too many already: nothing more need be looked at. */
export const isFull = ({ made, copies }: Build): boolean => copies > 0 && made.repeated > limit("layers");
