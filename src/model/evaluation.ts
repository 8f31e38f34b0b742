import * as tf from "@tensorflow/tfjs-core";
import type { RandomStream } from "../backend/random";
import type { Branch, HeadNode, LayerNode, RouteNode } from "../graph/ir";
import { applyLayer } from "../layers";
import type { NormalLayer } from "../spec/language";
import { chosenClasses, gatherRows, planRoute, putBack, type RoutePlan } from "../routing";
import { branchProbabilities, headProbabilities, spreadOver } from "./answers";
import type { Batch, BatchInput } from "./device-data";
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

/**
 * One forward pass over one batch, driven by demand: asking for a value runs what it depends on and nothing else.
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
  private readonly inputs = new Map<string, BatchInput>();

  constructor(
    private readonly program: Program,
    private readonly batch: Batch,
    private readonly options: EvaluationOptions,
  ) {
    const positions = Int32Array.from({ length: batch.size }, (_, position) => position);
    this.top = { size: batch.size, positions, values: new Map() };
  }

  /** The value of a node for the samples that reach it: `[rows, ...shape]`. */
  value(path: string): tf.Tensor {
    return this.valueIn(this.scopeOf(this.program.around(path)), path);
  }

  /** Positions in the batch of the rows of a node's value, ascending. */
  positions(path: string): Int32Array {
    return this.scopeOf(this.program.around(path)).positions;
  }

  /** Who takes which branch at a route, by row of the route's own value. */
  plan(path: string): RoutePlan {
    let plan = this.plans.get(path);
    if (!plan) {
      const route = this.program.route(path);
      const scope = this.scopeOf(this.program.around(path));
      plan = planRoute(this.decide(route, scope), route.branches.length);
      this.plans.set(path, plan);
    }
    return plan;
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
    const known = scope.values.get(path);
    if (known) return known;
    const node = this.program.node(path);
    const home = node ? this.scopeOf(this.program.around(path)) : this.top;
    let value: tf.Tensor;
    if (!node) value = this.inputFor(scope, path);
    else if (scope !== home) value = gatherRows(this.valueIn(scope.outer!.scope, path), scope.outer!.rows);
    else if (scope.size === 0) value = tf.zeros([0, ...node.shape], node.dtype);
    else {
      value =
        node.kind === "layer"
          ? this.runLayer(node, scope)
          : node.kind === "head"
            ? this.runHead(node, scope)
            : this.runRoute(node, scope);
      this.options.watch?.(path, value);
    }
    scope.values.set(path, value);
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
        training: this.options.training && !this.isFrozen(node),
        random: () => this.options.random(node.path),
      },
    );
    updates?.forEach((update, position) => this.updates.set(node.variables[position]!, update));
    return value;
  }

  /** Batch normalisation follows its own gamma and beta; without them, what else is trained in its stack. */
  private isFrozen({ layer, variables }: LayerNode): boolean {
    const { moves } = this.options;
    if (!moves || layer.type !== "batchNormalization") return false;
    if (layer.scale || layer.center) return !variables.some((path) => moves.has(path));
    const stack = variables[0]!.split("/").slice(0, -2).join("/");
    return ![...moves].some((path) => stack === "" || path.startsWith(`${stack}/`));
  }

  private runHead(node: HeadNode, scope: Scope): tf.Tensor {
    const input = this.valueIn(scope, node.inputs[0]!);
    if (!node.project) return input;
    const context = { training: this.options.training, random: () => this.options.random(node.path) };
    const { value } = applyLayer(projection(node), [input], this.weightsOf(node), context);
    return node.shape.length === 1 ? value : tf.reshape(value, [-1, ...node.shape]);
  }

  private runRoute(node: RouteNode, scope: Scope): tf.Tensor {
    if (node.answer && node.decode === "joint") return this.jointAnswer(node, scope);
    const plan = this.plan(node.path);
    const parts = node.branches.map((branch) => {
      const rows = plan.rows[branch.index]!;
      return { rows, value: rows.length > 0 ? this.branchValue(node, branch, scope, rows) : undefined };
    });
    return putBack(parts, scope.size, node.shape);
  }

  /** A branch's result for its rows of the route; over all classes where the route gives a merged answer. */
  private branchValue(node: RouteNode, branch: Branch, scope: Scope, rows: Int32Array): tf.Tensor {
    if (branch.output === undefined) return spreadOver(branch, node, rows.length);
    const inner = this.scopeOf(branch.path);
    const value = this.valueIn(inner, branch.output);
    const own = inner.size === scope.size ? gatherRows(value, rows) : value;
    return node.answer ? branchProbabilities(own, branch, node) : own;
  }

  /** p(class) = p(group) * p(class | group). */
  private jointAnswer(node: RouteNode, scope: Scope): tf.Tensor {
    const gate = this.gateOf(node)!;
    const groups = headProbabilities(this.valueIn(scope, gate.path));
    const everyRow = Int32Array.from({ length: scope.size }, (_, row) => row);
    const parts = node.branches.map((branch) => {
      const within = this.branchValue(node, branch, scope, everyRow);
      return tf.mul(tf.slice(groups, [0, branch.index], [-1, 1]), within);
    });
    return tf.addN(parts);
  }

  private gateOf(node: RouteNode): HeadNode | undefined {
    return "head" in node.by ? this.program.head(node.by.head) : undefined;
  }

  private decide(node: RouteNode, scope: Scope): Int32Array {
    const samples = scope.positions.map((position) => this.batch.samples[position]!);
    if ("tag" in node.by) {
      const tag = this.batch.data.tag(node.by.tag);
      return samples.map((sample) => tag[sample]!);
    }
    const gate = this.gateOf(node)!;
    const known = this.options.routing === "labels" ? this.batch.data.labels(gate.path)?.labels : undefined;
    const taken = samples.map((sample) => known?.[sample] ?? -1);
    if (!taken.includes(-1) || scope.size === 0) return taken;
    const logits = this.valueIn(scope, gate.path).dataSync<"float32">();
    const width = gate.shape[0]!;
    const chosen = chosenClasses(logits, width);
    return taken.map((label, row) => (label === -1 ? chosen[row]! : label));
  }
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
