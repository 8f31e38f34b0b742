import { EspalierError } from "../errors";
import { encodeSealed, readBytesSync, writeWhole } from "../files";
import { refusePromise } from "../options";
import { asLayer, authorSpec } from "../graph";
import { ownKindsOf } from "../graph/own-kinds";
import type { StackFile } from "./load/stack-file";
import { Model } from "./model";
import { FORMAT, NEEDS, readSavedModel } from "./saved-file";
import { checkFinite } from "./stored-weights";

/**
 * Saves network and weights as one safetensors file, whole or not at all. Weights are named by their paths; the
 * metadata holds the network as its author wrote it and a checksum over everything, so that the file is all that
 * `openModel` needs, but for kinds of one's own, which it names. `docs/files.md` describes it.
 *
 * @throws EspalierError where a weight is not finite, or the file cannot be written; what was there is then as before
 */
export async function saveModel(model: Model, file: string): Promise<void> {
  refusePromise(model, "saveModel needs a model", "build(…)");
  if (!(model instanceof Model) || typeof file !== "string") {
    throw new EspalierError("saveModel needs a model and the path of a file, in this order", {
      hint: 'write saveModel(model, "pets.safetensors")',
    });
  }
  const spec = authorSpec(model.graph.spec);
  if (!spec) {
    throw new EspalierError(
      "the network was not made from a spec by normaliseGraph, and its spec is what is saved",
      {
        hint: "build it with build() or understandGraph()",
      },
    );
  }
  const weights = model.hostWeights();
  checkFinite(weights, file);
  const needs = ownKindsOf(model.graph);
  await writeWhole(
    file,
    encodeSealed(weights, {
      format: FORMAT,
      name: model.graph.name,
      seed: String(model.seed),
      graph: JSON.stringify(spec),
      stacks: JSON.stringify(model.stacks),
      ...(Object.keys(needs).length > 0 && { [NEEDS]: JSON.stringify(needs) }),
    }),
  );
}

/**
 * A saved model, ready to predict or to train on. A TensorFlow backend must be ready.
 *
 * @throws SpecError where the network in the file has problems
 * @throws EspalierError where the file is not, to the last bit, what was saved: a checksum, exactly the tensors of the
 * network, finite weights
 */
export function openModel(file: string): Model {
  const { graph, weights, stacks, seed } = readSavedModel(readBytesSync(file, { limit: "modelBytes" }), file);
  return Model.build(graph, { seed, loaded: weights, stacks });
}

/**
 * A saved model as a stack, for `load`: its layers in order, where they stand one after another. Heads become
 * dense layers, so that `dropLast: 1` leaves out a classifier.
 */
export function readSavedStack(bytes: Uint8Array, file: string): StackFile {
  const { graph, weights } = readSavedModel(bytes, file);
  const [input, ...otherInputs] = graph.inputs;
  const scaled = graph.inputs.find(({ variables }) => variables.length > 0);
  if (scaled) {
    throw new EspalierError(`the model brings its input "${scaled.name}" to a common scale`, {
      where: file,
      hint: "its layers alone would get other values than it learnt from: only a model without scale can be loaded as a stack",
    });
  }
  let before = input?.name;
  const layers = graph.body.map((node) => {
    const layer = asLayer(node);
    if (!layer || node.inputs.length !== 1 || node.inputs[0] !== before || otherInputs.length > 0) {
      throw new EspalierError(`the model branches at ${node.path}`, {
        where: file,
        hint: "only a model whose layers stand one after another can be loaded as a stack",
      });
    }
    before = node.path;
    // Of a head its logits: what calibrates their probabilities stays behind.
    const calibration = node.kind === "head" ? node.calibration?.variables : undefined;
    const weights = node.variables.filter((path) => !calibration?.includes(path));
    return { name: node.path.replaceAll("/", "-"), ...layer, weights };
  });
  return { stack: { inputShape: input!.shape, layers }, weights };
}
