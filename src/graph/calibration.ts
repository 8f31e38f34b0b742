/* What stands between a head's logits and its probabilities, as weights. */
import type { Calibration } from "../spec/language";
import type { Weight } from "./layers/kind";

/**
 * The weights of a calibration, at first such that they change nothing: `temperature` is one number above 0, `vector` a
 * `scale` and a `shift` for each of `width` logits.
 */
export function calibrationWeights(form: Calibration, width: number): readonly Weight[] {
  return forms[form](width);
}

const forms: { readonly [C in Calibration]: (width: number) => readonly Weight[] } = {
  temperature: () => [weight("temperature", [], "ones")],
  vector: (width) => [weight("scale", [width], "ones"), weight("shift", [width], "zeros")],
};

const weight = (name: string, shape: readonly number[], initializer: Weight["initializer"]): Weight => ({
  name,
  shape,
  initializer,
  trainable: false,
});
