import type { Dataset } from "../data/dataset";
import { EspalierError } from "../errors";
import type { Graph, LayerNode, Node } from "../graph/ir";
import { idsOf } from "../graph/layers";
import { sizeOf } from "../shape";

/** What a sample must be to come here: tag -> number of its value. */
type Conditions = Readonly<Record<string, number>>;

/**
 * Refuses ids for which an embedding has no row, before TensorFlow meets them in the middle of a run. It looks at the
 * embeddings that stand on an input, and there at the samples that can reach them.
 *
 * @throws EspalierError naming the input, its row and the id
 */
export function checkIds(graph: Graph, data: Dataset): void {
  visit(graph, data, graph.body, {});
}

function visit(graph: Graph, data: Dataset, body: readonly Node[], conditions: Conditions): void {
  for (const node of body) {
    if (node.kind === "layer") checkEmbedding(graph, data, node, conditions);
    for (const { body: inside, when } of node.branches)
      visit(graph, data, inside, { ...conditions, ...when });
  }
}

function checkEmbedding(graph: Graph, data: Dataset, node: LayerNode, conditions: Conditions): void {
  const input = graph.inputs.find(({ name }) => name === node.inputs[0]);
  const known = idsOf(node.layer);
  if (known === undefined || !input) return;
  const { data: ids, rows, shape } = data.inputs[input.name]!;
  const width = sizeOf(shape);
  const needed = Object.entries({ ...input.when, ...conditions });
  for (let sample = 0; sample < data.size; sample++) {
    if (needed.some(([tag, value]) => data.tags[tag]?.[sample] !== value)) continue;
    const row = rows ? rows[sample]! : sample;
    for (let i = row * width; i < (row + 1) * width; i++) {
      const id = ids[i]!;
      // Written so that an id that is no number fails too.
      if (id >= 0 && id < known) continue;
      throw new EspalierError(`row ${row} of the input "${input.name}" holds the id ${id}`, {
        where: input.pointer,
        hint: `the embedding ${node.path} has ids 0 to ${known - 1}: raise its inputDim, or change the data`,
      });
    }
  }
}
