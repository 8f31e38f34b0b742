/*
 * Random networks of routes in routes: features of a common width that routes choose from, and answers by a hierarchy of
 * classes. In the words of the language, for tests that go over many of them.
 */
import { randomStream, type RandomStream } from "../../src/backend/random";
import type { Dataset } from "../../src/data/dataset";
import type {
  BranchSpec,
  GraphSpec,
  Merge,
  NodeSpec,
  RouteBy,
  RouteNode,
  Select,
  StackItem,
} from "../../src/spec";

const WIDTH = 4;
type Nodes = GraphSpec["nodes"];

const dense: StackItem = { type: "dense", units: WIDTH, activation: "tanh" };
const conv: StackItem[] = [
  { type: "reshape", targetShape: [2, 2, 1] },
  { type: "conv2d", filters: 2, kernelSize: 2, activation: "tanh" },
  "flatten",
  dense,
];

/** A tree of classes: a name, and what it groups. */
interface Tree {
  readonly name: string;
  readonly children: readonly Tree[];
}

class Generator {
  #made = 0;
  readonly masks: [name: string, width: number][] = [];

  constructor(
    private readonly random: RandomStream,
    private readonly merge: Merge | undefined,
  ) {}

  #pick<T>(from: readonly T[]): T {
    return from[this.random.below(from.length)]!;
  }

  name(prefix: string): string {
    this.#made += 1;
    return `${prefix}${this.#made}`;
  }

  /** Nodes of which the last is a route over features; `from` enters. Routes nest up to `depth` levels. */
  features(depth: number, from: string): Nodes {
    const [gate, route] = [this.name("gate"), this.name("route")];
    const kind = this.#pick(["gate", "gate", "gate", "head", "sure", "tag", "constant", "mask"] as const);
    const count = kind === "gate" ? 2 + this.random.below(2) : 1 + this.random.below(3);
    const gates: Nodes = {};
    let by: RouteBy;
    let keys = Array.from({ length: count }, (_, i) => String(i));
    let select: Select = "first";
    switch (kind) {
      case "gate": {
        gates[gate] = { from, layers: [{ type: "gate", choices: count, temperature: 0.5 }] };
        by = { head: gate };
        select = this.#pick<Select>(["first", { top: 1 }, { atLeast: 0.6, otherwise: "unsure" }, { atLeast: 0.4, otherwise: "0" }]); // prettier-ignore
        if (typeof select === "object" && "otherwise" in select && select.otherwise === "unsure") keys.push("unsure"); // prettier-ignore
        break;
      }
      case "head":
      case "sure":
        gates[gate] = { from, layers: [dense, { type: "head", target: "colour" }] };
        by = kind === "head" ? { head: gate } : this.#pick<RouteBy>([{ sure: gate, atLeast: 0.5 }, { sure: gate, entropyBelow: 0.9 }]); // prettier-ignore
        keys = kind === "head" ? ["red", "green", "blue"] : ["sure", "unsure"];
        break;
      case "tag":
        by = { tag: "source" };
        keys = ["web", "lab"];
        break;
      case "constant":
        by = { constant: keys.map((_, i) => (count === 1 ? 1 : (i + 1) % count)) };
        break;
      case "mask": {
        const name = this.name("mask");
        this.masks.push([name, count]);
        by = { mask: name };
      }
    }
    return { ...gates, [route]: this.#route(by, keys, from, select, () => this.#branch(depth - 1, from)) };
  }

  #route(
    by: RouteBy,
    keys: readonly string[],
    from: string,
    select: Select,
    branch: (key: string) => BranchSpec | undefined,
  ): RouteNode {
    // prettier-ignore
    const branches: Record<string, BranchSpec> = {};
    for (const key of keys) {
      const made = branch(key);
      if (made) branches[key] = made;
    }
    return { type: "route", from, by, branches, select, ...(this.merge && { merge: this.merge }) };
  }

  #branch(deeper: number, from: string): BranchSpec {
    const kind = this.#pick(["network", "network", "dense", "conv", "from", "module"] as const);
    if (kind === "network" && deeper > 0) return { nodes: this.features(deeper, "input") };
    if (kind === "conv") return conv;
    if (kind === "from") return { from };
    if (kind === "module") return ["shared"];
    return this.random.below(2) ? [dense] : [dense, dense];
  }

  /** Of the groups of leaves under one parent, the first has two: a route has at least one branch. */
  tree(depth: number, name = "", least = 2): Tree {
    const count = depth === 0 ? 0 : least + this.random.below(4 - least);
    return {
      name,
      children: Array.from({ length: count }, (_, i) =>
        this.tree(depth - 1, `${name}${"abc"[i]!}`, depth === 2 && i > 0 ? 1 : 2),
      ),
    };
  }

  /** Nodes of which the last is an answer over the leaves below: a gate over the children, and a branch for each. */
  answers(tree: Tree, level: number, from: string): Nodes {
    const within = tree.name === "" ? {} : { within: tree.name };
    const [gate, route] = [this.name("gate"), this.name("answer")];
    const binary = tree.children.length === 2 && this.random.below(2) === 1;
    const head: StackItem = { type: "head", target: `level${level}`, ...within, ...(binary && { loss: "binaryCrossentropy" }) }; // prettier-ignore
    const byName = new Map(tree.children.map((child) => [child.name, child]));
    const layers = this.random.below(2) ? [dense, head] : [head];
    return {
      [gate]: { from, layers },
      [route]: this.#route({ head: gate }, [...byName.keys()], from, "first", (key) => {
        const child = byName.get(key)!;
        if (level === 1) {
          // A group of one needs no branch.
          if (child.children.length === 1) return undefined;
          const isPair = child.children.length === 2 && this.random.below(2) === 1;
          return [
            ...(this.random.below(3) === 0 ? conv : [dense]),
            { type: "head", target: "level0", within: key, ...(isPair && { loss: "binaryCrossentropy" }) },
          ];
        }
        return { nodes: this.answers(child, level - 1, "input") };
      }),
    };
  }
}

function leaves(tree: Tree, depth: number): Tree[] {
  return depth === 0 ? [tree] : tree.children.flatMap((child) => leaves(child, depth - 1));
}

/** A random network; the same with all routes merged in one way, which changes no weight's path. */
export function randomSpec(
  seed: number,
  merge?: Merge,
): { spec: GraphSpec; masks: readonly [name: string, width: number][] } {
  const generator = new Generator(randomStream(seed, "random graph"), merge);
  const random = randomStream(seed, "depths");
  const depth = 1 + random.below(4);
  const levels = random.below(4);
  const features = generator.features(depth, "x");
  const last = Object.keys(features).at(-1)!;
  const tree = generator.tree(levels + 1);
  const targets: NonNullable<GraphSpec["targets"]> = {
    colour: { classes: ["red", "green", "blue"] },
    score: { shape: [2] },
    level0: { classes: leaves(tree, levels + 1).map(({ name }) => name) },
  };
  for (let level = 1; level <= levels; level++) {
    const groups = leaves(tree, levels + 1 - level).map(({ name, children }) => [name, children.map((child) => child.name)] as const); // prettier-ignore
    targets[`level${level}`] = { groups: `level${level - 1}`, classes: Object.fromEntries(groups) };
  }
  const answers: Nodes = levels > 0 ? generator.answers(tree, levels, last) : { flat: { from: last, layers: [{ type: "head", target: "level0" }] } }; // prettier-ignore
  const score: NodeSpec = { from: last, layers: [{ type: "head", target: "score" }] };
  const spec: GraphSpec = {
    tags: { source: ["web", "lab"] },
    inputs: {
      x: { shape: [WIDTH] },
      ...Object.fromEntries(generator.masks.map(([name, width]) => [name, { shape: [width] }])),
    },
    targets,
    modules: { shared: [dense] },
    nodes: { ...features, score, ...answers },
  };
  return { spec, masks: generator.masks };
}

/** Samples for such a network. */
export function randomData(seed: number, size: number, masks: readonly [string, number][]): Dataset {
  const random = randomStream(seed, "random data");
  const column = (width: number, value: () => number) => ({
    shape: [width],
    data: Float32Array.from({ length: size * width }, value),
  });
  return {
    size,
    inputs: {
      x: column(WIDTH, () => 2 * random.normal()),
      ...Object.fromEntries(masks.map(([name, width]) => [name, column(width, () => random.below(3))])),
    },
    labels: {},
    tags: { source: Int32Array.from({ length: size }, () => random.below(2)) },
  };
}
