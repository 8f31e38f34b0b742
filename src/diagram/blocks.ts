/*
 * A graph as a person draws it: a box for each node of the spec with its layers as lines, a route as one block with its
 * branches side by side.
 */
import type { Graph, HeadNode, LayerNode, Node, RouteNode, Shape } from "../graph";

/** One line of a box: what it is, and the shape that leaves it. */
export interface Line {
  readonly text: string;
  readonly shape: string;
  readonly isHead: boolean;
}

export interface BranchBox {
  readonly title: string;
  readonly lines: readonly Line[];
}

export interface Block {
  readonly id: string;
  readonly kind: "input" | "stack" | "route";
  readonly title: string;
  readonly lines: readonly Line[];
  /** Of a route. */
  readonly branches: readonly BranchBox[];
  /** Of a route: who decides. */
  readonly by: string;
}

export interface Link {
  readonly from: string;
  readonly to: string;
  /** Whether it says where samples go, and is not what they carry. */
  readonly decides: boolean;
}

/** Blocks in an order in which each comes after what it needs. */
export function blocksOf(graph: Graph): { blocks: Block[]; links: Link[] } {
  const blocks: Block[] = graph.inputs.map(({ name, shape, dtype, when }) => ({
    id: name,
    kind: "input",
    title: name,
    lines: [{ text: inputText(graph, dtype, when), shape: shapeText(shape), isHead: false }],
    branches: [],
    by: "",
  }));
  const links = new Map<string, Link>();
  const link = (from: string, to: string, decides: boolean) => {
    // Within a block nothing needs to be drawn.
    if (from !== to) links.set(JSON.stringify([from, to, decides]), { from, to, decides });
  };
  const stacks = new Map<string, (LayerNode | HeadNode)[]>();
  for (const node of graph.body) {
    const id = ownerOf(node.path);
    for (const inside of withBranches(node))
      for (const input of inside.inputs) link(ownerOf(input), id, false);
    if (node.kind === "route") {
      blocks.push(routeBlock(id, node));
      for (const { output } of node.branches) if (output !== undefined) link(ownerOf(output), id, false);
      if ("head" in node.by) link(ownerOf(node.by.head), id, true);
      continue;
    }
    const stack = stacks.get(id);
    if (stack) {
      stack.push(node);
      continue;
    }
    stacks.set(id, [node]);
    blocks.push({ id, kind: "stack", title: id, lines: [], branches: [], by: "" });
  }
  return {
    blocks: blocks.map((block) => {
      const nodes = stacks.get(block.id);
      return nodes ? { ...block, lines: nodes.map(lineOf) } : block;
    }),
    links: [...links.values()],
  };
}

/** Paths begin with the name of the node in the spec, or are an input's name. */
function ownerOf(path: string): string {
  return path.split("/", 1)[0]!;
}

function withBranches(node: Node): readonly Node[] {
  return node.kind === "route" ? [...node.branches.flatMap((branch) => branch.body), node] : [node];
}

function routeBlock(id: string, route: RouteNode): Block {
  return {
    id,
    kind: "route",
    title: id,
    lines: [
      {
        text: route.answer ? `answer: ${route.answer.target}` : "chosen branch",
        shape: route.answer ? `${route.answer.classes.length} classes` : shapeText(route.shape),
        isHead: route.answer !== undefined,
      },
    ],
    branches: route.branches.map(({ key, body, output }) => ({
      title: key,
      lines:
        body.length > 0
          ? body.flatMap((node) => (node.kind === "route" ? [] : [lineOf(node)]))
          : [{ text: output ?? "the gate's answer", shape: "", isHead: false }],
    })),
    by: "head" in route.by ? ownerOf(route.by.head) : route.by.tag,
  };
}

function inputText(graph: Graph, dtype: string, when: Readonly<Record<string, number>>): string {
  const conditions = Object.entries(when).map(
    ([tag, value]) => `${tag} ${graph.tags[tag]?.[value] ?? value}`,
  );
  return [dtype, ...conditions].join(", ");
}

function lineOf(node: LayerNode | HeadNode): Line {
  if (node.kind === "head")
    return {
      text: `head: ${node.target}`,
      shape: node.classes ? `${node.classes.length} classes` : shapeText(node.shape),
      isHead: true,
    };
  return { text: layerText(node), shape: shapeText(node.shape), isHead: false };
}

/** `conv2d 16, 3 × 3, relu`: the type and the options that people talk about. */
function layerText({ layer }: LayerNode): string {
  const options = layer as Partial<Record<string, unknown>>;
  const { activation } = options;
  const window = options.kernelSize ?? (layer.type.includes("ooling") ? options.poolSize : undefined);
  const size = options.filters ?? options.units ?? options.rate ?? options.outputDim;
  const parts = [
    size === undefined ? "" : String(size as number),
    window === undefined ? "" : windowText(window as number | readonly number[]),
    typeof activation === "string" && activation !== "linear" ? activation : "",
  ].filter((part) => part !== "");
  if (layer.type === "activation") return parts.join(", ") || layer.type;
  return [layer.type, parts.join(", ")].filter((part) => part !== "").join(" ");
}

function windowText(window: number | readonly number[]): string {
  const [height, width] = typeof window === "number" ? [window, window] : window;
  return `${height} × ${width ?? height}`;
}

function shapeText(shape: Shape): string {
  return shape.length === 0 ? "scalar" : shape.join(" × ");
}
