import { EspalierError } from "../../errors";
import type { StoredTensor } from "../../files";
import type { LoadedStack } from "../../graph/ir";
import { readStack, type StoredStack } from "../stored-stack";
import { chainOf } from "./keras-chain";
import { readKerasDocument, type KerasLayer } from "./keras-document";
import type { Conversion, KerasConfig } from "./keras-config";
import { KERAS_LAYERS } from "./keras-layers";
import { readManifest } from "./keras-weights";
import type { StackFile } from "./stack-file";

/**
 * A Keras model as tfjs saves it (`model.json` and its weight files), where its layers stand one after another.
 *
 * @throws EspalierError naming the layer that Espalier does not have, or the weight that is missing
 */
export function readKerasModel(text: string, file: string): StackFile {
  const { model, weightsManifest } = readKerasDocument(text, file);
  const weights = readManifest(weightsManifest, file);
  const given = "layers" in model.config ? model.config.layers : model.config;
  const all = model.class_name === "Sequential" ? given : chainOf(given, file);
  const inputShape = inputShapeOf(all, file);
  const layers = all
    .filter(({ class_name }) => class_name !== "InputLayer")
    .map((layer) => convertLayer(layer, weights, file));
  return { stack: readStack({ inputShape, layers }, file), weights };
}

function convertLayer(
  { class_name, config }: KerasLayer,
  stored: ReadonlyMap<string, StoredTensor>,
  file: string,
): LoadedStack["layers"][number] {
  const { name } = config;
  const where = `${file}, layer "${name}"`;
  const known = Object.hasOwn(KERAS_LAYERS, class_name) ? KERAS_LAYERS[class_name] : undefined;
  if (!known) {
    throw new EspalierError(`Espalier has no layer ${class_name.slice(0, 60)}`, {
      where,
      hint: `it has ${Object.keys(KERAS_LAYERS).join(", ")}`,
    });
  }
  try {
    // Checked here, where the layer has a name for the message, and with the rest by the schema.
    const [layer] = readStack(
      { inputShape: [], layers: [converted(name, known, config, stored)] },
      where,
    ).layers;
    return layer as LoadedStack["layers"][number];
  } catch (error) {
    throw error instanceof EspalierError
      ? new EspalierError(error.what, { where, ...(error.hint && { hint: error.hint }) })
      : error;
  }
}

function converted(
  name: string,
  { convert, weights }: Conversion,
  config: KerasConfig,
  stored: ReadonlyMap<string, StoredTensor>,
): StoredStack["layers"][number] {
  const layer = convert(config, (weight) => [...stored.get(findWeight(stored, name, weight))!.data]);
  const names = weights(config).map((weight) => findWeight(stored, name, weight));
  // tfjs does not write the depth multiplier into the config: the kernel [height, width, channels, multiplier] has it.
  if ("depthMultiplier" in layer) {
    const { shape } = stored.get(names[0]!)!;
    if (shape.length !== 4)
      throw new EspalierError(`its depthwise kernel has the shape [${shape.join(", ")}], not four axes`);
    layer.depthMultiplier = shape[3]!;
  }
  return { name, layer, weights: names };
}

function inputShapeOf(layers: readonly KerasLayer[], file: string): readonly number[] {
  const first = layers[0]?.config;
  const shape: unknown = first?.["batch_input_shape"] ?? first?.["batch_shape"];
  if (!Array.isArray(shape) || shape.slice(1).includes(null)) {
    throw new EspalierError("the model does not say the shape of its input", {
      where: file,
      hint: "build it with an inputShape before saving",
    });
  }
  return shape.slice(1) as number[];
}

/** Whether what stands between a layer and its weight is what the pattern says: nothing, or parts of the layer. */
function isPart(inside: readonly string[], pattern: string | undefined): boolean {
  if (pattern === undefined) return inside.length === 0;
  const beginning = pattern.slice(0, -1);
  return beginning === "" || (inside[0]?.startsWith(beginning) ?? false);
}

/** tfjs writes `layer/kernel`, Keras' own names may have the model before and `:0` behind. */
function findWeight(weights: ReadonlyMap<string, StoredTensor>, layer: string, weight: string): string {
  const [wanted, part] = weight.split("/").reverse();
  for (const name of weights.keys()) {
    const segments = name.replace(/:\d+$/, "").split("/");
    const inside = segments.slice(segments.lastIndexOf(layer) + 1, -1);
    if (wanted!.split("|").includes(segments.at(-1)!) && segments.includes(layer) && isPart(inside, part))
      return name;
  }
  const names = [...weights.keys()];
  const more = names.length > 20 ? ` and ${names.length - 20} more` : "";
  throw new EspalierError(`the weight ${weight} is missing`, {
    hint: `the file has ${names.slice(0, 20).join(", ")}${more}`,
  });
}
