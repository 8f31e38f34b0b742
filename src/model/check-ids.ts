import type { Dataset } from "../data/dataset";
import { EspalierError } from "../errors";
import type { Graph, LayerNode, Node, Shape } from "../graph/ir";
import { idsOf } from "../graph/layers";
import { sizeOf } from "../shape";

/** What a sample must be to come here: tag -> number of its value. */
type Conditions = Readonly<Record<string, number>>;

/**
 * Refuses ids for which an embedding has no row, and positions that an axis does not have, before TensorFlow meets them in the
 * middle of a run. It looks at the layers that take them from an input, and there at the samples that can reach them.
 *
 * @throws EspalierError naming the input, its row and the id
 */
export function checkIds(graph: Graph, data: Dataset): void {
  visit(graph, data, graph.body, {});
}

function visit(graph: Graph, data: Dataset, body: readonly Node[], conditions: Conditions): void {
  for (const node of body) {
    if (node.kind === "layer") checkLayer(graph, data, node, conditions);
    for (const { body: inside, when } of node.branches)
      visit(graph, data, inside, { ...conditions, ...when });
  }
}

function checkLayer(graph: Graph, data: Dataset, node: LayerNode, conditions: Conditions): void {
  const shapes = node.inputs.map((path) => shapeOf(graph, path));
  const known = idsOf(node.layer, shapes);
  const input = known && graph.inputs.find(({ name }) => name === node.inputs[known.input]);
  if (!input) return;
  const { data: ids, rows, shape } = data.inputs[input.name]!;
  const width = sizeOf(shape);
  const needed = Object.entries({ ...input.when, ...conditions });
  for (let sample = 0; sample < data.size; sample++) {
    if (needed.some(([tag, value]) => data.tags[tag]?.[sample] !== value)) continue;
    const row = rows ? rows[sample]! : sample;
    for (let i = row * width; i < (row + 1) * width; i++) {
      const id = ids[i]!;
      // Written so that an id that is no number fails too.
      if (id >= 0 && id < known.count) continue;
      throw new EspalierError(`row ${row} of the input "${input.name}" holds the ${known.noun} ${id}`, {
        where: input.pointer,
        hint: known.hint(node.path),
      });
    }
  }
}

function shapeOf({ inputs, nodes }: Graph, path: string): Shape {
  return (inputs.find(({ name }) => name === path) ?? nodes.get(path)!).shape;
}
