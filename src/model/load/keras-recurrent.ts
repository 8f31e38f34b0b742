/* Recurrent layers of Keras and tfjs, also in both directions. */
import { EspalierError } from "../../errors";
import type { Direction, GruLayer, LstmLayer, SimpleRnnLayer } from "../../spec/language";
import { activation, bias, briefly, only, type Conversion, type KerasConfig } from "./keras-config";

type Recurrent = SimpleRnnLayer | GruLayer | LstmLayer;

/** What a recurrent layer says whatever its cell is. */
function common(config: KerasConfig) {
  only(config, "return_state", [false]);
  only(config, "stateful", [false]);
  only(config, "time_major", [false]);
  only(config, "dropout", [0]);
  only(config, "recurrent_dropout", [0]);
  return {
    units: config["units"] as number,
    activation: activation(config),
    useBias: bias(config),
    returnSequences: config["return_sequences"] === true,
    direction: direction(config),
  };
}

function direction(config: KerasConfig): Direction {
  if (config["go_backwards"] !== true) return "forward";
  if (config["return_sequences"] === true) {
    throw new EspalierError("go_backwards with return_sequences gives the steps turned around", {
      hint: "Espalier has no layer that does: there each step stands where it stands in the input",
    });
  }
  return "backward";
}

/** Keras before 3, and tfjs, mean another function by it than Keras 3, and here it is Keras 3's. */
function gates(config: KerasConfig) {
  const name = config["recurrent_activation"];
  if (name === "hard_sigmoid" || name === "hardSigmoid") {
    throw new EspalierError(
      `recurrent_activation = ${briefly(name)} is another function in Keras 2 and tfjs than in Keras 3`,
      { hint: 'train it with "sigmoid" gates' },
    );
  }
  return { recurrentActivation: activation(config, "recurrent_activation") };
}

const names = (config: KerasConfig): string[] => [
  "*/kernel",
  "*/recurrent_kernel",
  ...(bias(config) ? ["*/bias"] : []),
];

const recurrent = (convert: (config: KerasConfig) => Recurrent) => ({ convert, weights: names });

/** By Keras' class name. */
export const RECURRENT = {
  SimpleRNN: recurrent((config) => ({ type: "simpleRNN", ...common(config) })),
  GRU: recurrent((config) => ({
    type: "gru",
    ...common(config),
    ...gates(config),
    // What Keras 2's GRU and tfjs' had before there was a choice.
    resetAfter: config["reset_after"] === true,
  })),
  LSTM: recurrent((config) => ({
    type: "lstm",
    ...common(config),
    ...gates(config),
    unitForgetBias: config["unit_forget_bias"] !== false,
  })),
} satisfies Readonly<Record<string, Conversion>>;

interface Wrapped {
  readonly class_name: string;
  readonly config: KerasConfig;
}

function within(config: KerasConfig): { inner: Wrapped; conversion: ReturnType<typeof recurrent> } {
  const inner = config["layer"] as Partial<Wrapped> | undefined;
  const name = String(inner?.class_name);
  if (typeof inner?.config !== "object" || !Object.hasOwn(RECURRENT, name)) {
    throw new EspalierError(`it wraps ${briefly(name)}`, {
      hint: `Espalier reads ${Object.keys(RECURRENT).join(", ")} in both directions`,
    });
  }
  return { inner: inner as Wrapped, conversion: RECURRENT[name as keyof typeof RECURRENT] };
}

/** Keras 3 writes the layer that reads backward too: the same one, by another name. */
function isReverse(backward: unknown, { class_name, config }: Wrapped): boolean {
  if (backward === undefined || backward === null) return true;
  const other = backward as Partial<Wrapped>;
  const options = (of: KerasConfig | undefined) => JSON.stringify({ ...of, name: "", go_backwards: true });
  return other.class_name === class_name && options(other.config) === options(config);
}

/** Both directions of a recurrent layer, side by side. */
export const bidirectional: Conversion = {
  convert(config) {
    only(config, "merge_mode", ["concat"]);
    const { inner, conversion } = within(config);
    if (!isReverse(config["backward_layer"], inner))
      throw new EspalierError("backward_layer is another layer than the one that reads forward", {
        hint: "Espalier has both directions of one kind, with the same options",
      });
    only(inner.config, "go_backwards", [false]);
    return { ...conversion.convert(inner.config), direction: "both" };
  },
  weights(config) {
    const { inner } = within(config);
    return ["forward", "backward"].flatMap((way) =>
      names(inner.config).map((name) => name.replace("*", `${way}_*`)),
    );
  },
};
