import type { LoadedStack } from "../graph/ir";
import { checkPart, type LayerSpec } from "../spec";
import { normalLayer } from "../spec/normalise/defaults";
import type { PositiveInteger } from "../spec/language/layers";

/** A loaded model as a saved one holds it: its layers, so that the file is not needed again. */
export interface StoredStack {
  /** Shape of one sample that it was trained on. */
  inputShape: PositiveInteger[];
  layers: {
    name: string;
    layer: LayerSpec;
    /** Names of its weights in the file that it came from, in the layer's own order. */
    weights: string[];
    /** The classes that it told apart, in order, where it was a head of a model of Espalier's. */
    classes?: string[];
  }[];
}

/**
 * Checks what stands for a stack in a file, or what another format was made into, by the schema of the language.
 *
 * @throws EspalierError naming what is no layer of Espalier's
 */
export function readStack(value: unknown, where: string): LoadedStack {
  checkPart("StoredStack", value, where);
  const { inputShape, layers } = value as StoredStack;
  return {
    inputShape,
    layers: layers.map(({ name, layer, weights, classes }) => ({
      name,
      layer: normalLayer(layer),
      weights,
      ...(classes && { classes }),
    })),
  };
}
