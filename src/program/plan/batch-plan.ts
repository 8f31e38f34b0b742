import { chosenClasses } from "../../choice";
import type { RoutingNode } from "../../graph/ir";
import type { Batch } from "../batch";
import type { Request } from "../request";
import { gateOf, selectOf } from "../route-choices";
import type { BranchState, Known, RouteState } from "./known";
import { orderBack, routeRows, type RouteRows } from "./route-rows";
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
      selectOf(index, place.route, this.request) === "all"
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

  /** Adds what a gate says: its logits for the rows of the route. */
  decide(route: RoutingNode, logits: ArrayLike<number>): void {
    const gate = gateOf(this.request.index, route)!;
    const chosen = chosenClasses(logits, gate.shape[0]!);
    const taken = this.#takenByLabels(gate.path, this.scopeOf(route.path)!);
    this.#enter(
      route,
      taken.map((label, row) => (label === -1 ? chosen[row]! : label)),
    );
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
    let routed = 0;
    const branches = known.rows.map(({ length }): BranchState => {
      routed += length;
      return length === 0 ? "empty" : length === size ? "all" : "some";
    });
    return { branches, rest: routed < size };
  }

  hasLabels(head: string): boolean | undefined {
    return this.scopeOf(head) && this.labels(head) !== undefined;
  }

  /** Decides what can be decided by now without a gate, outer routes first. */
  #settle(): void {
    for (const route of this.request.routes) {
      if (this.#routes.has(route.path)) continue;
      const scope = this.scopeOf(route.path);
      const taken = scope && this.#takenOnHost(route, scope);
      if (taken) this.#enter(route, taken);
    }
  }

  #enter(route: RoutingNode, taken: Int32Array): void {
    this.#routes.set(route.path, routeRows(taken, route.branches.length));
  }

  /** Row -> number of its branch; `undefined` where the gate has to say it for some row. */
  #takenOnHost(route: RoutingNode, scope: Scope): Int32Array | undefined {
    const { samples, data } = this.batch;
    if ("tag" in route.by) {
      const tag = data.tag(route.by.tag);
      return scope.positions.map((position) => tag[samples[position]!]!);
    }
    const taken = this.#takenByLabels(route.by.head, scope);
    return scope.size === 0 || !taken.includes(-1) ? taken : undefined;
  }

  /** Where the labels of a gate's target send each row; -1 where they do not say, or are not to. */
  #takenByLabels(gate: string, scope: Scope): Int32Array {
    const { samples, data } = this.batch;
    const known = this.request.routing === "labels" ? data.labels(gate)?.labels : undefined;
    return scope.positions.map((position) => known?.[samples[position]!] ?? -1);
  }
}
