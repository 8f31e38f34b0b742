import type { Node, RoutingNode } from "../../graph/ir";
import type { GraphIndex } from "../graph-index";
import type { Draft, Register } from "../instruction";
import type { Known } from "../plan/known";
import type { Request } from "../request";

/** A branch by its path; `undefined` is the batch itself. */
export type ScopeName = string | undefined;

/** Something to be worked out, once. */
export interface Demand {
  /** Of everything that is the same. */
  readonly key: string;
  /** What has to be worked out before. Asked again when that is done, for it may say what else is needed. */
  readonly needs: (lowering: Lowerer) => readonly Demand[];
  /** Writes the instructions; all that it needs is there. */
  readonly make: (lowering: Lowerer) => Register;
}

/** What demands may ask of the lowering that they are part of. */
export interface Lowerer {
  readonly request: Request;
  readonly index: GraphIndex;
  /** What is known of the batch at hand. */
  readonly known: Known;
  /** How a node is lowered. */
  kindOf(node: Node): NodeLowering<Node>;
  /** Writes an instruction; its value's register. */
  write(draft: Draft): Register;
  /** Where something stands that has been worked out. */
  register(key: string): Register;
  /** Where the value of a node stands that has been worked out for the rows of a scope. */
  value(scope: ScopeName, path: string): Register;
  /** What decides who is in a branch, where that is still open. */
  undecided(branch: ScopeName): Demand | undefined;
  /** Who takes which branch of a route: its gate's logits, to be read. */
  rowsOf(route: RoutingNode): Demand;
}

/** How something of a node becomes instructions. */
export interface PartLowering<N extends Node> {
  /** What has to be worked out before, in the scope that the node stands in, which has rows. */
  readonly needs: (node: N, scope: ScopeName, lowering: Lowerer) => readonly Demand[];
  /** Writes the instructions. Returns where the node's value is: `[rows, ...shape]`. */
  readonly lower: (node: N, scope: ScopeName, lowering: Lowerer) => Register;
}

/** How a kind of node becomes instructions. */
export interface NodeLowering<N extends Node> extends PartLowering<N> {
  /** The mask of its value, where that comes from its branches: `[rows, ...]`, 1 where a step counts. */
  readonly mask?: PartLowering<N>;
}
