/*
 * What a graph says of one sample at a time, in float64 and plain words: no batches, no rows, no instructions, none of the
 * code of `src/program`. For tests of that.
 */
import type { Dataset } from "../../src/data/dataset";
import type { Branch, Graph, HeadNode, Node, RouteNode } from "../../src/graph/ir";
import type { HostWeights } from "../../src/model";
import type { NormalLayer } from "../../src/spec/language";

export type Weights = ReadonlyMap<
  string,
  { readonly shape: readonly number[]; readonly data: ArrayLike<number> }
>;

/** Probabilities of gates, by route and sample, that straight-through values do not follow. */
export type Anchor = Map<string, readonly number[]>;

const dense = (x: readonly number[], kernel: ArrayLike<number>, bias?: ArrayLike<number>): number[] => {
  const units = kernel.length / x.length;
  return Array.from({ length: units }, (_, j) =>
    x.reduce((sum, value, i) => sum + value * kernel[i * units + j]!, bias?.[j] ?? 0),
  );
};

/** Stride 1, no padding, channels last. */
function conv2d(
  x: readonly number[],
  shape: readonly number[],
  kernel: { shape: readonly number[]; data: ArrayLike<number> },
  bias: ArrayLike<number>,
): number[] {
  const [height, width, channels] = shape as [number, number, number];
  const [kh, kw, , filters] = kernel.shape as [number, number, number, number];
  const out: number[] = [];
  for (let row = 0; row + kh <= height; row++)
    for (let column = 0; column + kw <= width; column++)
      for (let filter = 0; filter < filters; filter++) {
        let sum = bias[filter]!;
        for (let i = 0; i < kh; i++)
          for (let j = 0; j < kw; j++)
            for (let channel = 0; channel < channels; channel++)
              sum +=
                x[((row + i) * width + column + j) * channels + channel]! *
                kernel.data[((i * kw + j) * channels + channel) * filters + filter]!;
        out.push(sum);
      }
  return out;
}

const activations: Readonly<Record<string, (x: number) => number>> = {
  linear: (x) => x,
  relu: (x) => Math.max(0, x),
  tanh: Math.tanh,
};

const activated = (values: readonly number[], name: string): number[] => {
  const activation = activations[name];
  if (!activation) throw new Error(`plainly knows no activation ${name}`);
  return values.map(activation);
};

export function softmax(logits: readonly number[]): number[] {
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** Two logits of one. */
const pair = (logits: readonly number[]): readonly number[] =>
  logits.length === 1 ? [0, logits[0]!] : logits;

const sums = (values: readonly (readonly number[])[], length: number): number[] =>
  Array.from({ length }, (_, i) => values.reduce((sum, value) => sum + value[i]!, 0));

/** One sample of a dataset, through a graph. */
export class Sample {
  readonly #values = new Map<string, readonly number[]>();

  constructor(
    private readonly graph: Graph,
    private readonly weights: Weights,
    private readonly data: Dataset,
    private readonly number: number,
    private readonly anchor?: Anchor,
  ) {}

  value(path: string): readonly number[] {
    let value = this.#values.get(path);
    if (!value) this.#values.set(path, (value = this.#make(path)));
    return value;
  }

  /** The branches of a route for this sample, the first choice first. */
  branches(route: RouteNode): readonly number[] {
    const { by, select } = route;
    if ("tag" in by) return [this.data.tags[by.tag]![this.number]!];
    if ("sure" in by) {
      const p = softmax(pair(this.value(by.sure)));
      const entropy = -p.reduce((sum, one) => sum + (one > 0 ? one * Math.log(one) : 0), 0);
      return [(by.measure === "confidence" ? Math.max(...p) >= by.limit : entropy < by.limit) ? 0 : 1];
    }
    const scores = this.#scores(route);
    if (scores.some(Number.isNaN)) return [];
    const ranked = scores
      .map((_, i) => i)
      .filter((i) => "head" in by || scores[i]! > 0)
      .sort((a, b) => scores[b]! - scores[a]! || a - b);
    if (select.kind === "first") return ranked.slice(0, 1);
    if (select.kind === "top") return ranked.slice(0, select.count);
    if (select.kind === "all") return ranked;
    if (softmax(scores)[ranked[0]!]! >= select.probability) return ranked.slice(0, 1);
    const { otherwise } = select;
    if (otherwise.kind === "branch") return [otherwise.index];
    return otherwise.kind === "all" ? ranked : ranked.slice(0, otherwise.count);
  }

  /** Logits of a gate at its temperature, or the numbers of a mask. */
  #scores({ by }: RouteNode): readonly number[] {
    if ("mask" in by) return this.value(by.mask);
    if ("constant" in by) return by.constant;
    if (!("head" in by)) throw new Error("no scores");
    const gate = this.graph.nodes.get(by.head)! as HeadNode;
    const { temperature } = gate.gating;
    return pair(this.value(by.head)).map((logit) => logit / (temperature as number));
  }

  #weight(path: string) {
    return this.weights.get(path)!;
  }

  #make(path: string): readonly number[] {
    const node = this.graph.nodes.get(path);
    if (!node) {
      const { shape, data } = this.data.inputs[path]!;
      const size = shape.reduce((product, length) => product * length, 1);
      return Array.from(data.slice(this.number * size, (this.number + 1) * size));
    }
    if (node.kind === "route") return this.#route(node);
    const [kernel, bias] = node.variables.map((variable) => this.#weight(variable));
    const inputs = node.inputs.map((input) => this.value(input));
    if (node.kind === "layer") return this.#layer(node.layer, node, inputs);
    if (node.kind === "head" && !node.project) return inputs[0]!;
    if (node.kind === "head" || node.kind === "gate") return dense(inputs[0]!, kernel!.data, bias!.data);
    throw new Error(`plainly knows no node ${node.kind}`);
  }

  #layer(
    layer: NormalLayer,
    { variables, inputs: from }: Node,
    [x]: readonly (readonly number[])[],
  ): readonly number[] {
    const [kernel, bias] = variables.map((variable) => this.#weight(variable));
    switch (layer.type) {
      case "dense":
        return activated(dense(x!, kernel!.data, bias!.data), layer.activation);
      case "conv2d": {
        const shape = this.graph.nodes.get(from[0]!)?.shape ?? this.data.inputs[from[0]!]!.shape;
        return activated(conv2d(x!, shape, kernel!, bias!.data), layer.activation);
      }
      case "activation":
        return activated(x!, layer.activation);
      case "flatten":
      case "reshape":
        return x!;
      default:
        throw new Error(`plainly knows no layer ${layer.type}`);
    }
  }

  #route(route: RouteNode): readonly number[] {
    const { merge, branches, answer, shape } = route;
    const chosen = this.branches(route);
    const size = shape.reduce((product, length) => product * length, 1);
    const nothing = () => new Array<number>(size).fill(0);
    if (merge === "concatenate") return this.#sideBySide(route, chosen);
    if (merge === "masked" && answer) return this.#oneSoftmax(route, chosen, answer.classes.length);
    const values = chosen.map((number) => this.#ends(route, branches[number]!));
    if (merge === "putBack") return values[0] ?? nothing();
    if (merge === "sum" || merge === "masked") return sums(values, size);
    const weights = this.#weights(route, chosen);
    return sums(values.map((value, i) => value.map((one) => one * weights[i]!)), size); // prettier-ignore
  }

  /** How much each chosen branch counts. */
  #weights(route: RouteNode, chosen: readonly number[]): readonly number[] {
    const { by, merge, path } = route;
    const scores = this.#scores(route);
    if (!("head" in by)) {
      const own = chosen.map((number) => scores[number]!);
      const sum = own.reduce((total, one) => total + one, 0);
      return merge === "weighted" ? own.map((one) => one / sum) : own;
    }
    // A way out that the gate does not know has no probability: it counts as it is.
    const known = chosen.every((number) => number < scores.length);
    if (!known) return chosen.map(() => 1);
    if (merge === "weighted") return softmax(chosen.map((number) => scores[number]!));
    const p = softmax(scores);
    if (merge !== "straightThrough") return chosen.map((number) => p[number]!);
    const key = `${path} ${this.number}`;
    const still = this.anchor?.get(key) ?? p;
    this.anchor?.set(key, still);
    return chosen.map((number) => 1 + p[number]! - still[number]!);
  }

  /** What a branch gives: over all classes where the route answers. */
  #ends({ answer }: RouteNode, { output, members }: Branch): readonly number[] {
    if (!answer) return this.value(output!);
    const node = output === undefined ? undefined : this.graph.nodes.get(output);
    if (node?.kind === "route") return this.value(output!);
    const own = output === undefined ? [1] : softmax(pair(this.value(output)));
    const all = answer.classes.map(() => 0);
    members!.forEach((member, i) => (all[member] = own[i]!));
    return all;
  }

  #sideBySide({ branches }: RouteNode, chosen: readonly number[]): readonly number[] {
    const parts = branches.map(({ output, index }) => {
      const { shape } = this.graph.nodes.get(output!)!;
      const size = shape.reduce((product, length) => product * length, 1);
      const width = shape.at(-1)!;
      return { width, outer: size / width, value: chosen.includes(index) ? this.value(output!) : undefined };
    });
    return Array.from({ length: parts[0]!.outer }, (_, i) => i).flatMap((i) =>
      parts.flatMap(({ width, value }) =>
        Array.from({ length: width }, (_, j) => value?.[i * width + j] ?? 0),
      ),
    );
  }

  /** One softmax over the logits of all chosen branches. */
  #oneSoftmax({ branches }: RouteNode, chosen: readonly number[], classes: number): readonly number[] {
    const all = new Array<number>(classes).fill(-Infinity);
    for (const { index, output, members } of branches) {
      if (!chosen.includes(index)) continue;
      const node = output === undefined ? undefined : this.graph.nodes.get(output);
      const own = node?.kind === "route" ? members!.map((member) => Math.log(this.value(output!)[member]!)) : node ? this.value(output!) : [0]; // prettier-ignore
      const logits = own.length === members!.length ? own : pair(own);
      members!.forEach((member, i) => (all[member] = logits[i]!));
    }
    return chosen.length === 0 ? all.map(() => 0) : softmax(all);
  }
}

/** The value of a node for some samples. */
export const plainly = (
  graph: Graph,
  weights: Weights | HostWeights,
  data: Dataset,
  path: string,
  samples: readonly number[],
  anchor?: Anchor,
): readonly (readonly number[])[] =>
  samples.map((number) => new Sample(graph, weights, data, number, anchor).value(path));
