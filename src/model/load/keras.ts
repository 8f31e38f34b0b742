import { dirname, join } from "node:path";
import { EspalierError } from "../../errors";
import { readBytesSync, type StoredTensor } from "../../files";
import type { LoadedStack } from "../../graph/ir";
import { KERAS_LAYERS, type Conversion, type KerasConfig } from "./keras-layers";
import type { StackFile } from "./stack-file";

interface KerasLayer {
  readonly class_name: string;
  readonly config: KerasConfig;
}

interface KerasModel {
  readonly class_name: string;
  readonly config: { readonly layers: readonly KerasLayer[] } | readonly KerasLayer[];
}

interface Manifest {
  readonly paths: readonly string[];
  readonly weights: readonly { name: string; shape: number[]; dtype: string; quantization?: unknown }[];
}

/**
 * A Keras model as tfjs saves it (`model.json` and its weight files), where its layers stand one after another.
 *
 * @throws EspalierError naming the layer that Espalier does not have, or the weight that is missing
 */
export function readKerasModel(text: string, file: string): StackFile {
  const document = JSON.parse(text) as {
    modelTopology?: KerasModel & { model_config?: KerasModel };
    weightsManifest?: Manifest[];
  };
  const model = document.modelTopology?.model_config ?? document.modelTopology;
  if (!model || !document.weightsManifest) {
    throw new EspalierError("this is not a layers model: it has no modelTopology or no weightsManifest", {
      where: file,
      hint: 'save the model with model.save("file://…") in tfjs, or convert it with tensorflowjs_converter --output_format tfjs_layers_model',
    });
  }
  if (model.class_name !== "Sequential") {
    throw new EspalierError(`a ${model.class_name} model cannot be loaded as a stack`, {
      where: file,
      hint: "only a Sequential model is one layer after another",
    });
  }
  const weights = readManifest(document.weightsManifest, file);
  const all = "layers" in model.config ? model.config.layers : model.config;
  const inputShape = inputShapeOf(all, file);
  const layers = all
    .filter(({ class_name }) => class_name !== "InputLayer")
    .map(({ class_name, config }) => {
      const name = config["name"] as string;
      const known = KERAS_LAYERS[class_name];
      const where = `${file}, layer "${name}"`;
      if (!known) {
        throw new EspalierError(`Espalier has no layer ${class_name}`, {
          where,
          hint: `it has ${Object.keys(KERAS_LAYERS).join(", ")}`,
        });
      }
      try {
        return convertLayer(name, known, config, weights);
      } catch (error) {
        throw error instanceof EspalierError
          ? new EspalierError(error.what, { where, ...(error.hint && { hint: error.hint }) })
          : error;
      }
    });
  return { stack: { inputShape, layers }, weights };
}

function convertLayer(
  name: string,
  { convert, weights }: Conversion,
  config: KerasConfig,
  stored: ReadonlyMap<string, StoredTensor>,
): LoadedStack["layers"][number] {
  const layer = convert(config);
  const names = weights(config).map((weight) => findWeight(stored, name, weight));
  // tfjs does not write the depth multiplier into the config: the kernel [height, width, channels, multiplier] has it.
  if ("depthMultiplier" in layer) layer.depthMultiplier = stored.get(names[0]!)!.shape[3]!;
  return { name, layer, weights: names };
}

function inputShapeOf(layers: readonly KerasLayer[], file: string): number[] {
  const first = layers[0]?.config;
  const shape = (first?.["batch_input_shape"] ?? first?.["batch_shape"]) as (number | null)[] | undefined;
  if (!shape || shape.slice(1).includes(null)) {
    throw new EspalierError("the model does not say the shape of its input", {
      where: file,
      hint: "build it with an inputShape before saving",
    });
  }
  return shape.slice(1) as number[];
}

/** tfjs writes `layer/kernel`, Keras' own names may have the model before and `:0` behind. */
function findWeight(weights: ReadonlyMap<string, StoredTensor>, layer: string, weight: string): string {
  for (const name of weights.keys()) {
    const segments = name.replace(/:\d+$/, "").split("/");
    if (segments.at(-1) === weight && segments.at(-2) === layer) return name;
  }
  throw new EspalierError(`the weight ${weight} is missing`, {
    hint: `the file has ${[...weights.keys()].join(", ")}`,
  });
}

function readManifest(manifest: readonly Manifest[], file: string): Map<string, StoredTensor> {
  const tensors = new Map<string, StoredTensor>();
  for (const { paths, weights } of manifest) {
    const bytes = Buffer.concat(paths.map((path) => readBytesSync(join(dirname(file), path))));
    let offset = 0;
    for (const { name, shape, dtype, quantization } of weights) {
      if (dtype !== "float32" || quantization !== undefined) {
        throw new EspalierError(`the weight ${name} is ${quantization === undefined ? dtype : "quantised"}`, {
          where: file,
          hint: "save it as float32",
        });
      }
      const length = 4 * shape.reduce((a, b) => a * b, 1);
      if (offset + length > bytes.length) {
        throw new EspalierError(`the weight files end before ${name}`, {
          where: file,
          hint: `${paths.join(", ")} may be cut off`,
        });
      }
      tensors.set(name, {
        shape,
        data: new Float32Array(Uint8Array.from(bytes.subarray(offset, offset + length)).buffer),
      });
      offset += length;
    }
  }
  return tensors;
}
