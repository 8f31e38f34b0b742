import * as tf from "@tensorflow/tfjs-core";
import type { RandomStream } from "../backend/random";
import type { Branch, HeadNode, LayerNode, RouteNode } from "../graph/ir";
import { applyLayer } from "../layers";
import type { NormalLayer } from "../spec/language";
import { chosenClasses, gatherRows, planRoute, putBack, type RoutePlan } from "../routing";
import { branchProbabilities, headProbabilities, spreadOver } from "./answers";
import type { Batch, BatchInput } from "./device-data";
import { MovingVariables } from "../graph/plan/moving-variables";
import type { Program } from "./program";
import { scaled } from "./scale";

export interface EvaluationOptions {
  /** Path -> value of each variable. */
  readonly weights: ReadonlyMap<string, tf.Tensor>;
  readonly training: boolean;
  /**
   * While training: paths of the variables that move. Batch normalisation outside of them keeps its moving
   * statistics and uses them, as a frozen layer does in Keras. Absent: all move.
   */
  readonly moves?: ReadonlySet<string>;
  /** Who routes: the gate, or the labels of the gate's target (the gate for samples without one). */
  readonly routing: "gate" | "labels";
  /** Run a gated branch on its samples, or on every sample and select afterwards. */
  readonly branches: "chosen" | "all";
  /** Random draws of the layer at a path, at this step. */
  readonly random: (path: string) => RandomStream;
  /** Sees each value as it is made. */
  readonly watch?: (path: string, value: tf.Tensor) => void;
}

/** The samples of one run of a branch (or of the whole batch), and the values known for them. */
interface Scope {
  readonly size: number;
  /** Row -> position in the batch. */
  readonly positions: Int32Array;
  /** Row -> row of the scope around; absent at the top level. */
  readonly outer?: { readonly scope: Scope; readonly rows: Int32Array };
  readonly values: Map<string, tf.Tensor>;
}

/** Something to be computed, once. */
type Demand =
  /** The value at a path for the rows of a scope. */
  | { readonly kind: "value"; readonly scope: Scope; readonly path: string }
  /** Who takes which branch at a route. */
  | { readonly kind: "plan"; readonly route: RouteNode }
  /** What a branch gives to its route; of a joint route, times the branch's probability. */
  | { readonly kind: "part"; readonly route: RouteNode; readonly branch: Branch }
  /** The probabilities of a joint route's gate. */
  | { readonly kind: "groups"; readonly route: RouteNode };

/**
 * One forward pass over one batch, driven by demand: asking for a value runs what it depends on and nothing else.
 * Demands wait in a list and not in calls, so that a network may be deeper than calls may.
 *
 * A branch runs on its own samples only, a branch without samples not at all (its values are 0-row tensors of the
 * declared shape). All tensors belong to the caller's tidy.
 */
export class Evaluation {
  /** New values of moving statistics, by path of the variable. */
  readonly updates = new Map<string, tf.Tensor>();
  private readonly top: Scope;
  private readonly scopes = new Map<string, Scope>();
  private readonly plans = new Map<string, RoutePlan>();
  /** By path of the branch. */
  private readonly parts = new Map<string, tf.Tensor>();
  /** By path of the route. */
  private readonly groups = new Map<string, tf.Tensor>();
  private readonly inputs = new Map<string, BatchInput>();
  private readonly moving: MovingVariables | undefined;

  constructor(
    private readonly program: Program,
    private readonly batch: Batch,
    private readonly options: EvaluationOptions,
  ) {
    const positions = Int32Array.from({ length: batch.size }, (_, position) => position);
    this.top = { size: batch.size, positions, values: new Map() };
    this.moving = options.moves && new MovingVariables(options.moves);
  }

  /** The value of a node for the samples that reach it: `[rows, ...shape]`. */
  value(path: string): tf.Tensor {
    return this.valueIn(this.scopeOf(this.program.around(path)), path);
  }

  /** Fulfils a demand after all that it depends on, in the order in which each of them is first needed. */
  private fulfil(wanted: Demand): void {
    const open = [wanted];
    for (let demand = open.at(-1); demand; demand = open.at(-1)) {
      if (this.isKnown(demand)) {
        open.pop();
        continue;
      }
      const missing = this.needsOf(demand).filter((need) => !this.isKnown(need));
      if (missing.length > 0) {
        for (let i = missing.length - 1; i >= 0; i--) open.push(missing[i]!);
        continue;
      }
      this.compute(demand);
      open.pop();
    }
  }

  private isKnown(demand: Demand): boolean {
    switch (demand.kind) {
      case "value":
        return demand.scope.values.has(demand.path);
      case "plan":
        return this.plans.has(demand.route.path);
      case "part":
        return this.parts.has(demand.branch.path);
      case "groups":
        return this.groups.has(demand.route.path);
    }
  }

  /** What has to be known first. Asked again when it is: a route's branches are needed once it is known who runs. */
  private needsOf(demand: Demand): readonly Demand[] {
    switch (demand.kind) {
      case "value":
        return this.needsOfValue(demand.scope, demand.path);
      case "plan": {
        const scope = this.scopeOf(this.program.around(demand.route.path));
        const gate = this.gateOf(demand.route);
        if (!gate || scope.size === 0 || !this.byLabels(gate, scope).includes(-1)) return [];
        return [{ kind: "value", scope, path: gate.path }];
      }
      case "groups": {
        const scope = this.scopeOf(this.program.around(demand.route.path));
        return [{ kind: "value", scope, path: this.gateOf(demand.route)!.path }];
      }
      case "part": {
        const { branch } = demand;
        if (branch.output === undefined) return [];
        const plan = this.planAround(branch.path);
        return plan ?? [{ kind: "value", scope: this.scopeOf(branch.path), path: branch.output }];
      }
    }
  }

  private needsOfValue(scope: Scope, path: string): readonly Demand[] {
    const node = this.program.node(path);
    if (!node) return [];
    const around = this.program.around(path);
    const plan = this.planAround(around);
    if (plan) return plan;
    if (scope !== this.scopeOf(around)) return [{ kind: "value", scope: scope.outer!.scope, path }];
    if (scope.size === 0) return [];
    if (node.kind !== "route") {
      const inputs = node.kind === "head" ? node.inputs.slice(0, 1) : node.inputs;
      return inputs.map((input) => ({ kind: "value", scope, path: input }));
    }
    const part = (branch: Branch): Demand => ({ kind: "part", route: node, branch });
    if (isJoint(node)) return [{ kind: "groups", route: node }, ...node.branches.map(part)];
    const taken = this.plans.get(path);
    if (!taken) return [{ kind: "plan", route: node }];
    return node.branches.filter((branch) => taken.rows[branch.index]!.length > 0).map(part);
  }

  /** The plan that says who is in a branch, as a demand, where it has still to be made. */
  private planAround(branchPath: string | undefined): readonly Demand[] | undefined {
    if (branchPath === undefined || this.scopes.has(branchPath)) return undefined;
    const { route } = this.program.branches.get(branchPath)!;
    if (this.runsEverywhere(route) || this.plans.has(route.path)) return undefined;
    return [{ kind: "plan", route }];
  }

  /** Computes what a demand is for; all that it needs is known. */
  private compute(demand: Demand): void {
    switch (demand.kind) {
      case "value":
        demand.scope.values.set(demand.path, this.computeValue(demand.scope, demand.path));
        return;
      case "plan": {
        const { route } = demand;
        const scope = this.scopeOf(this.program.around(route.path));
        this.plans.set(route.path, planRoute(this.decide(route, scope), route.branches.length));
        return;
      }
      case "groups":
        this.groups.set(demand.route.path, this.groupsOf(demand.route));
        return;
      case "part":
        this.parts.set(demand.branch.path, this.partOf(demand.route, demand.branch));
    }
  }

  /** Positions in the batch of the rows of a node's value, ascending. */
  positions(path: string): Int32Array {
    return this.scopeOf(this.program.around(path)).positions;
  }

  /** Who takes which branch at a route, by row of the route's own value. */
  plan(path: string): RoutePlan {
    this.fulfil({ kind: "plan", route: this.program.route(path) });
    return this.plans.get(path)!;
  }

  private scopeOf(branchPath: string | undefined): Scope {
    if (branchPath === undefined) return this.top;
    const known = this.scopes.get(branchPath);
    if (known) return known;
    const { branch, route, around } = this.program.branches.get(branchPath)!;
    const scope = this.scopeOf(around);
    const rows = this.runsEverywhere(route)
      ? Int32Array.from({ length: scope.size }, (_, row) => row)
      : this.plan(route.path).rows[branch.index]!;
    const inner: Scope = {
      size: rows.length,
      positions: rows.map((row) => scope.positions[row]!),
      outer: { scope, rows },
      values: new Map(),
    };
    this.scopes.set(branchPath, inner);
    return inner;
  }

  /**
   * A tag's branches never run for samples of another value: these may lack the branch's input. A joint answer needs
   * every branch for every sample: in training only where something stands on it.
   */
  private runsEverywhere(route: RouteNode): boolean {
    if ("tag" in route.by) return false;
    const { training, branches } = this.options;
    if (route.decode === "joint") return !training || this.program.isInput(route.path);
    return !training && branches === "all";
  }

  /** The value at `path` for the rows of `scope`, which is the scope that the node stands in or one inside of it. */
  private valueIn(scope: Scope, path: string): tf.Tensor {
    this.fulfil({ kind: "value", scope, path });
    return scope.values.get(path)!;
  }

  private computeValue(scope: Scope, path: string): tf.Tensor {
    const node = this.program.node(path);
    if (!node) return this.inputFor(scope, path);
    if (scope !== this.scopeOf(this.program.around(path))) {
      return gatherRows(this.valueIn(scope.outer!.scope, path), scope.outer!.rows);
    }
    if (scope.size === 0) return tf.zeros([0, ...node.shape], node.dtype);
    const value =
      node.kind === "layer"
        ? this.runLayer(node, scope)
        : node.kind === "head"
          ? this.runHead(node, scope)
          : this.runRoute(node, scope);
    this.options.watch?.(path, value);
    return value;
  }

  private inputFor(scope: Scope, name: string): tf.Tensor {
    let input = this.inputs.get(name);
    if (!input) {
      const { tensor, ...rest } = this.batch.input(name);
      input = { tensor: scaled(this.program.input(name), tensor, this.options.weights), ...rest };
      this.inputs.set(name, input);
    }
    const { tensor, rows } = input;
    return gatherRows(tensor, rows ? scope.positions.map((position) => rows[position]!) : scope.positions);
  }

  private weightsOf(node: { readonly variables: readonly string[] }): tf.Tensor[] {
    return node.variables.map((path) => this.updates.get(path) ?? this.options.weights.get(path)!);
  }

  private runLayer(node: LayerNode, scope: Scope): tf.Tensor {
    const { value, updates } = applyLayer(
      node.layer,
      node.inputs.map((path) => this.valueIn(scope, path)),
      this.weightsOf(node),
      {
        training: this.options.training && !this.moving?.isFrozen(node),
        random: () => this.options.random(node.path),
      },
    );
    updates?.forEach((update, position) => this.updates.set(node.variables[position]!, update));
    return value;
  }

  private runHead(node: HeadNode, scope: Scope): tf.Tensor {
    const input = this.valueIn(scope, node.inputs[0]!);
    if (!node.project) return input;
    const context = { training: this.options.training, random: () => this.options.random(node.path) };
    const { value } = applyLayer(projection(node), [input], this.weightsOf(node), context);
    return node.shape.length === 1 ? value : tf.reshape(value, [-1, ...node.shape]);
  }

  private runRoute(node: RouteNode, scope: Scope): tf.Tensor {
    if (isJoint(node)) return tf.addN(node.branches.map((branch) => this.parts.get(branch.path)!));
    const plan = this.plan(node.path);
    const parts = node.branches.map((branch) => {
      const rows = plan.rows[branch.index]!;
      return { rows, value: rows.length > 0 ? this.parts.get(branch.path)! : undefined };
    });
    return putBack(parts, scope.size, node.shape);
  }

  /** Of a joint route: p(class) = p(group) * p(class | group), for every row. Else the branch's result for its rows. */
  private partOf(node: RouteNode, branch: Branch): tf.Tensor {
    const scope = this.scopeOf(this.program.around(node.path));
    if (!isJoint(node))
      return this.branchValue(node, branch, scope, this.plan(node.path).rows[branch.index]!);
    const everyRow = Int32Array.from({ length: scope.size }, (_, row) => row);
    const within = this.branchValue(node, branch, scope, everyRow);
    return tf.mul(tf.slice(this.groups.get(node.path)!, [0, branch.index], [-1, 1]), within);
  }

  /** A branch's result for its rows of the route; over all classes where the route gives a merged answer. */
  private branchValue(node: RouteNode, branch: Branch, scope: Scope, rows: Int32Array): tf.Tensor {
    if (branch.output === undefined) return spreadOver(branch, node, rows.length);
    const inner = this.scopeOf(branch.path);
    const value = this.valueIn(inner, branch.output);
    const own = inner.size === scope.size ? gatherRows(value, rows) : value;
    // Another route's answer is probabilities over all classes already.
    const isAnswer = this.program.node(branch.output)?.kind === "route";
    return node.answer && !isAnswer ? branchProbabilities(own, branch, node) : own;
  }

  private groupsOf(node: RouteNode): tf.Tensor {
    const scope = this.scopeOf(this.program.around(node.path));
    return headProbabilities(this.valueIn(scope, this.gateOf(node)!.path));
  }

  private gateOf(node: RouteNode): HeadNode | undefined {
    return "head" in node.by ? this.program.head(node.by.head) : undefined;
  }

  /** Where the labels of a gate's target send each row; -1 where they do not say, or are not to. */
  private byLabels(gate: HeadNode, scope: Scope): Int32Array {
    const known = this.options.routing === "labels" ? this.batch.data.labels(gate.path)?.labels : undefined;
    return scope.positions.map((position) => known?.[this.batch.samples[position]!] ?? -1);
  }

  private decide(node: RouteNode, scope: Scope): Int32Array {
    if ("tag" in node.by) {
      const tag = this.batch.data.tag(node.by.tag);
      return scope.positions.map((position) => tag[this.batch.samples[position]!]!);
    }
    const gate = this.gateOf(node)!;
    const taken = this.byLabels(gate, scope);
    if (!taken.includes(-1) || scope.size === 0) return taken;
    const logits = this.valueIn(scope, gate.path).dataSync<"float32">();
    const width = gate.shape[0]!;
    const chosen = chosenClasses(logits, width);
    return taken.map((label, row) => (label === -1 ? chosen[row]! : label));
  }
}

/** Whether a route's answer weighs all branches. */
function isJoint(node: RouteNode): boolean {
  return node.answer !== undefined && node.decode === "joint";
}

/** The dense layer from a head's input to as many numbers as its target has. */
function projection(head: HeadNode): NormalLayer {
  return {
    type: "dense",
    units: head.shape.reduce((a, b) => a * b, 1),
    activation: "linear",
    useBias: true,
    kernelInitializer: "glorotUniform",
    biasInitializer: "zeros",
  };
}
