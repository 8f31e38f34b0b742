/* What leads from box to box, at whichever level of boxes within boxes the two part. */
import type { Graph, Node } from "../../graph";
import { deciderSource, lookOf, nodesWithin } from "../../graph";
import { decisionOf, mergeOf, type Boxes } from "./boxes";
import type { Box, Edge } from "./picture";
import { sizesText } from "./text";

/** All edges between boxes where everything is open, in the order in which the nodes run. */
export function edgesOf(graph: Graph, { holder }: Boxes): Edge[] {
  const edges = new Map<string, Edge>();
  const labelOf = labels(graph);
  const add = (edge: Omit<Edge, "label">) => {
    if (edge.from === edge.to) return;
    const key = JSON.stringify([edge.from, edge.to, edge.role, edge.value]);
    if (!edges.has(key)) edges.set(key, { ...edge, label: labelOf(edge.value) });
  };
  const boxOf = (path: string) => holder.get(path) ?? path;
  for (const node of nodesWithin(graph.body)) {
    const { path, inputs, branches } = node;
    if (branches.length === 0) {
      for (const value of inputs) add({ from: boxOf(value), to: boxOf(path), role: "value", value });
      continue;
    }
    const { by } = lookOf(node);
    const decision = decisionOf(path);
    const decider = by && deciderSource(by);
    if (decider !== undefined) add({ from: boxOf(decider), to: decision, role: "decides", value: decider });
    branches.forEach(({ path: branch, body, output }, number) => {
      add({ from: decision, to: branch, role: "chosen", value: branch, branch: number });
      const ends = body.length > 0 && output !== undefined ? boxOf(output) : branch;
      // A branch that is just a value from elsewhere.
      if (ends === branch && output !== undefined && boxOf(output) !== branch)
        add({ from: boxOf(output), to: branch, role: "value", value: output });
      const from = isWithin(ends, branch) ? ends : branch;
      add({ from, to: mergeOf(path), role: "merges", value: output ?? branch, branch: number });
    });
  }
  return [...edges.values()];
}

const isWithin = (path: string, around: string) => path === around || path.startsWith(`${around}/`);

/** What an edge carries, by the path of its value. */
function labels(graph: Graph): (path: string) => string {
  const inputs = new Map(graph.inputs.map(({ name, shape }) => [name, sizesText(shape)]));
  const ofNode = (node: Node) => lookOf(node).result ?? sizesText(node.shape);
  return (path) => {
    const node = graph.nodes.get(path);
    return node ? ofNode(node) : (inputs.get(path) ?? "");
  };
}

/** Where boxes stand: the boxes around each, and where two of them part. */
export class Nesting {
  readonly #around = new Map<string, string | undefined>();
  readonly #depth = new Map<string, number>();

  constructor(boxes: readonly Box[]) {
    this.#enter(boxes, undefined, 0);
  }

  #enter(boxes: readonly Box[], around: string | undefined, depth: number): void {
    for (const { id, boxes: inside } of boxes) {
      this.#around.set(id, around);
      this.#depth.set(id, depth);
      this.#enter(inside, id, depth + 1);
    }
  }

  /** The box and the boxes around it, the outermost first. */
  trail(id: string): string[] {
    const trail: string[] = [];
    for (let at: string | undefined = id; at !== undefined; at = this.#around.get(at)) trail.push(at);
    return trail.reverse();
  }

  around(id: string): string | undefined {
    return this.#around.get(id);
  }

  /**
   * The two neighbours between which an edge leads, which are the boxes themselves or hold them; `undefined` where one of the
   * boxes holds the other.
   */
  part(from: string, to: string): readonly [from: string, to: string] | undefined {
    let [a, b] = [from, to];
    while ((this.#depth.get(a) ?? 0) > (this.#depth.get(b) ?? 0)) a = this.#around.get(a)!;
    while ((this.#depth.get(b) ?? 0) > (this.#depth.get(a) ?? 0)) b = this.#around.get(b)!;
    if (a === b) return undefined;
    for (;;) {
      const [overA, overB] = [this.#around.get(a), this.#around.get(b)];
      if (overA === overB) return [a, b];
      [a, b] = [overA!, overB!];
    }
  }
}
