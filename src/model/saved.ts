import { EspalierError } from "../errors";
import { decodeTensors, encodeTensors, readBytesSync, writeWhole } from "../files";
import { compileGraph } from "../graph";
import type { Graph, LayerNode, LoadedStack } from "../graph/ir";
import type { NormalGraph } from "../spec/normal";
import { SpecError } from "../spec/problem";
import type { StackFile } from "./load/stack-file";
import { Model, type HostWeights } from "./model";

const FORMAT = "espalier-model-1";

/**
 * Saves network and weights as one safetensors file, whole or not at all. Weights are named by their paths; the
 * metadata holds the network, so that the file is all that `openModel` needs.
 */
export async function saveModel(model: Model, file: string): Promise<void> {
  await writeWhole(
    file,
    encodeTensors(model.hostWeights(), {
      format: FORMAT,
      name: model.graph.name,
      seed: String(model.seed),
      graph: JSON.stringify(model.graph.spec),
      stacks: JSON.stringify(model.stacks),
    }),
  );
}

/** A saved model, ready to predict or to train on. A TensorFlow backend must be ready. */
export function openModel(file: string): Model {
  const { graph, weights, stacks, seed } = decode(readBytesSync(file), file);
  return Model.build(graph, { seed, loaded: weights, stacks });
}

function decode(
  bytes: Uint8Array,
  file: string,
): { graph: Graph; weights: HostWeights; stacks: Record<string, LoadedStack>; seed: number } {
  const { tensors, metadata } = decodeTensors(bytes, file);
  if (metadata["format"] !== FORMAT) {
    throw new EspalierError("this safetensors file is not a saved Espalier model", { where: file });
  }
  const stacks = JSON.parse(metadata["stacks"]!) as Record<string, LoadedStack>;
  const { graph, problems } = compileGraph(JSON.parse(metadata["graph"]!) as NormalGraph, {
    load: (model) => stacks[model]!,
  });
  if (!graph) throw new SpecError(problems, file);
  return { graph, weights: tensors as HostWeights, stacks, seed: Number(metadata["seed"]) };
}

/**
 * A saved model as a stack, for `load`: its layers in order, where they stand one after another. Heads become
 * dense layers, so that `dropLast: 1` leaves out a classifier.
 */
export function readSavedStack(bytes: Uint8Array, file: string): StackFile {
  const { graph, weights } = decode(bytes, file);
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
    if (
      node.kind === "route" ||
      node.inputs.length !== 1 ||
      node.inputs[0] !== before ||
      otherInputs.length > 0
    ) {
      throw new EspalierError(`the model branches at ${node.path}`, {
        where: file,
        hint: "only a model whose layers stand one after another can be loaded as a stack",
      });
    }
    before = node.path;
    const layer: LayerNode["layer"] =
      node.kind === "layer"
        ? node.layer
        : {
            type: "dense",
            units: node.shape[0]!,
            activation: "linear",
            useBias: true,
            kernelInitializer: "glorotUniform",
            biasInitializer: "zeros",
          };
    return {
      name: node.path.replaceAll("/", "-"),
      layer,
      weights: node.variables,
      ...(node.kind === "head" && node.classes && { classes: node.classes }),
    };
  });
  return { stack: { inputShape: input!.shape, layers }, weights };
}
