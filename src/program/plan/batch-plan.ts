import type { RoutingNode, Selection } from "../../graph/ir";
import type { Batch } from "../batch";
import { decidingOf } from "../deciders";
import type { Request } from "../request";
import { branchesRun, selectionOf } from "../route-choices";
import { roomOf, type Capacity } from "./capacity";
import { chooseBranches } from "./choose";
import type { Scores } from "./scores";
import type { BranchState, Known, RouteState } from "./known";
import { orderBack, selectedMask, type RouteRows } from "./route-rows";
import { rowLabels, type RowLabels } from "./row-labels";

/** The samples of one run of a branch (or of the batch itself). */
export interface Scope {
  readonly size: number;
  /** Row -> position in the batch. */
  readonly positions: Int32Array;
  /** Row -> row of the scope around; absent at the top level. */
  readonly rows?: Int32Array;
}

/**
 * Who goes where in one batch, and with which labels: all that a program takes in besides inputs and weights, worked out
 * on the host. What only a gate can say is added by `decide`, once its logits have been read.
 */
export class BatchPlan implements Known {
  readonly #top: Scope;
  /** By path of the branch. */
  readonly #scopes = new Map<string, Scope>();
  /** By path of the route. */
  readonly #routes = new Map<string, RouteRows>();
  /** What was said of each branch, by path of the route. */
  readonly #scores = new Map<string, Scores>();
  /** By path of the head; `undefined`: none of its rows has a label. */
  readonly #labels = new Map<string, RowLabels | undefined>();

  constructor(
    readonly request: Request,
    readonly batch: Batch,
  ) {
    const positions = Int32Array.from({ length: batch.size }, (_, position) => position);
    this.#top = { size: batch.size, positions };
    this.#settle();
  }

  /**
   * What of all this changes what has to run: the branches without rows, those with all rows, the heads without labels.
   * Plans with one signature run the same instructions.
   */
  get signature(): string {
    let text = this.#top.size === 0 ? "empty" : "";
    for (const route of this.request.routes) {
      const state = this.routeState(route.path);
      text += state ? `${state.branches.map((branch) => branch[0]).join("")}${state.rest ? "+" : "."}` : "?";
    }
    for (const { kind, path } of this.request.wanted) {
      if (kind !== "loss") continue;
      const labelled = this.hasLabels(path);
      text += labelled === undefined ? "?" : labelled ? "1" : "0";
    }
    return text;
  }

  /** Rows and positions of a branch, of the batch for `undefined`; `undefined` while a gate has to be read first. */
  scope(branch: string | undefined): Scope | undefined {
    if (branch === undefined) return this.#top;
    const known = this.#scopes.get(branch);
    if (known) return known;
    const { index } = this.request;
    const place = index.branches.get(branch)!;
    const outer = this.scope(place.around);
    if (!outer) return undefined;
    const rows =
      branchesRun(index, place.route, this.request) === "all"
        ? Int32Array.from({ length: outer.size }, (_, row) => row)
        : this.#routes.get(place.route.path)?.rows[place.branch.index];
    if (!rows) return undefined;
    const scope = { size: rows.length, positions: rows.map((row) => outer.positions[row]!), rows };
    this.#scopes.set(branch, scope);
    return scope;
  }

  /** The scope that a node stands in. */
  scopeOf(path: string): Scope | undefined {
    return this.scope(this.request.index.around(path));
  }

  /** Who takes which branch, by row of the route's own value; `undefined` while its gate has to be read first. */
  rows(route: string): RouteRows | undefined {
    return this.#routes.get(route);
  }

  /** Where each row of a route's value stands in its branches' results laid one after another, rows of no branch last. */
  orderBack(route: string): Int32Array {
    const { rows, taken } = this.#routes.get(route)!;
    return orderBack(rows, taken.length);
  }

  /** The labels for a head's rows; `undefined` where none has one. Only where its scope is known. */
  labels(head: string): RowLabels | undefined {
    if (!this.#labels.has(head)) {
      const { samples, data, classWeights } = this.batch;
      const { index, training } = this.request;
      const rows = this.scopeOf(head)!.positions.map((position) => samples[position]!);
      this.#labels.set(head, rowLabels(data, index.head(head), rows, training, classWeights?.get(head)));
    }
    return this.#labels.get(head);
  }

  /** 1 where a branch runs for a row of a route: `rows * branches`. */
  selected(route: string): Float32Array {
    return selectedMask(this.#routes.get(route)!);
  }

  /** The numbers of a route's mask or constant for the branches that run: `rows * branches`; renewed: each row's sum is 1. */
  numbers(route: string, renewed: boolean): Float32Array {
    const { values, width } = this.#scores.get(route)!;
    const weights = this.selected(route).map((selected, i) => (selected === 1 ? values[i]! : 0));
    if (!renewed) return weights;
    for (let start = 0; start < weights.length; start += width) {
      const row = weights.subarray(start, start + width);
      const sum = row.reduce((total, weight) => total + weight, 0);
      if (sum > 0) row.forEach((weight, i) => (row[i] = weight / sum));
    }
    return weights;
  }

  /** Adds what was read of who decides: its logits, or the numbers of a mask, for the rows of the route. */
  decide(route: RoutingNode, read: ArrayLike<number>): void {
    const { size } = this.scopeOf(route.path)!;
    const deciding = decidingOf(route.by);
    const scores = deciding.scores!(route.by, read, size === 0 ? 1 : read.length / size);
    this.#enter(route, this.#known(route), scores);
    this.#settle();
  }

  scopeState(branch: string | undefined): BranchState | undefined {
    const scope = this.scope(branch);
    if (!scope) return undefined;
    if (scope.size === 0) return "empty";
    if (branch === undefined) return "all";
    const outer = this.scope(this.request.index.branches.get(branch)!.around)!;
    return scope.size === outer.size ? "all" : "some";
  }

  routeState(route: string): RouteState | undefined {
    const known = this.#routes.get(route);
    if (!known) return undefined;
    const size = known.taken.length;
    const branches = known.rows.map(({ length }): BranchState =>
      length === 0 ? "empty" : length === size ? "all" : "some",
    );
    return { branches, rest: known.taken.includes(-1) };
  }

  hasLabels(head: string): boolean | undefined {
    return this.scopeOf(head) && this.labels(head) !== undefined;
  }

  /** Decides what can be decided by now without a gate, outer routes first. */
  #settle(): void {
    for (const route of this.request.routes) {
      if (this.#routes.has(route.path) || !this.scopeOf(route.path)) continue;
      const known = this.#known(route);
      if (this.#isDecided(route, known)) this.#enter(route, known, undefined);
    }
  }

  /** Whether nothing has to be read to know who goes where at a route. */
  #isDecided(route: RoutingNode, known: Int32Array | undefined): boolean {
    if (this.scopeOf(route.path)!.size === 0 || decidingOf(route.by).given) return true;
    const { kind } = selectionOf(this.request.index, route, this.request);
    if (kind === "top" || kind === "all" || this.#overflowsByScore(route)) return false;
    return known !== undefined && !known.includes(-1);
  }

  /** Row -> number of the branch that is known beforehand. */
  #known(route: RoutingNode): Int32Array | undefined {
    const { positions } = this.scopeOf(route.path)!;
    const facts = { batch: this.batch, mode: this.request, route, positions };
    return decidingOf(route.by).known?.(route.by, facts);
  }

  /** @param read what who decides says, where it had to be read */
  #enter(route: RoutingNode, known: Int32Array | undefined, read: Scores | undefined): void {
    const { size } = this.scopeOf(route.path)!;
    const select = selectionOf(this.request.index, route, this.request);
    const scores = read ?? decidingOf(route.by).given?.(route.by, size);
    if (scores) this.#scores.set(route.path, scores);
    this.#routes.set(
      route.path,
      chooseBranches({
        size,
        branches: route.branches.length,
        select,
        known,
        scores,
        capacity: this.#capacity(route, select, size),
      }),
    );
  }

  /** Room in each branch: only while training. */
  #capacity({ capacity, branches }: RoutingNode, select: Selection, size: number): Capacity | undefined {
    if (!capacity || !this.request.training) return undefined;
    const perRow = select.kind === "top" ? select.count : 1;
    return { room: roomOf(capacity.factor, perRow, size, branches.length), overflow: capacity.overflow };
  }

  /** Whether a row may have to go where only the scores say. */
  #overflowsByScore({ capacity }: RoutingNode): boolean {
    return this.request.training && capacity?.overflow === "next";
  }
}
