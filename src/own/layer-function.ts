/* The other half of a layer of one's own: what it does with tensors, and its own gradient where it has one. */
import * as tf from "@tensorflow/tfjs-core";
import { EspalierError } from "../errors";
import type { AnyKind } from "../graph/layers/kind";
import { isMessage } from "../graph/message";
import type { AnyApply, LayerContext } from "../layers";
import { optionsOf, type Inputs } from "./layer-kind";

type Weights = Readonly<Record<string, tf.Tensor>>;
type Options = Readonly<Record<string, unknown>>;

/** What a layer of one's own does with tensors, whatever its options are. */
export interface TensorHalf {
  readonly forward: (
    inputs: Inputs<tf.Tensor>,
    weights: Weights,
    options: Options,
    context: LayerContext,
  ) => tf.Tensor;
  readonly gradient?: (
    dy: tf.Tensor,
    facts: {
      readonly inputs: Inputs<tf.Tensor>;
      readonly weights: Weights;
      readonly output: tf.Tensor;
      readonly options: Options;
    },
    context: LayerContext,
  ) => {
    readonly inputs?: readonly (tf.Tensor | undefined)[];
    readonly weights?: Readonly<Record<string, tf.Tensor | undefined>>;
  };
}

/** A layer of one's own as `src/layers` runs it. */
export function layerFunction(type: string, kind: AnyKind, half: TensorHalf): AnyApply {
  return (layer, inputs, weights, context) => {
    const options = optionsOf(layer);
    const said = kind.infer(layer, valueOf(inputs[0]!, 0), inputs.map(valueOf));
    if (isMessage(said)) throw new EspalierError(said.message, { where: type, hint: said.hint });
    const names = said.weights.map(({ name }) => name);
    const split = (tensors: readonly tf.Tensor[]) => ({
      inputs: tensors.slice(0, inputs.length) as unknown as Inputs<tf.Tensor>,
      weights: Object.fromEntries(names.map((name, i) => [name, tensors[inputs.length + i]!])),
    });
    const forward = (tensors: readonly tf.Tensor[]): tf.Tensor => {
      const given = split(tensors);
      const value: unknown = half.forward(given.inputs, given.weights, options, context);
      return checked(type, value, [inputs[0]!.shape[0], ...said.shape], said.dtype);
    };
    const all = [...inputs, ...weights];
    if (!half.gradient) return { value: forward(all) };
    const { gradient } = half;
    return {
      value: withGradient(
        forward,
        all,
        (dy, output, kept) => {
          const given = split(kept);
          const back = gradient(dy, { ...given, output, options }, context);
          return [...inputs.map((_, i) => back.inputs?.[i]), ...names.map((name) => back.weights?.[name])];
        },
        (i) => (i < inputs.length ? `input ${i}` : names[i - inputs.length]!),
        type,
      ),
    };
  };
}

const valueOf = (tensor: tf.Tensor, i: number) => ({
  path: `input ${i}`,
  shape: tensor.shape.slice(1),
  dtype: tensor.dtype === "int32" ? ("int32" as const) : ("float32" as const),
});

const isTensor = (value: unknown): value is tf.Tensor => value instanceof tf.Tensor;

/** What `forward` gave, which must be what the pure half said. */
function checked(type: string, value: unknown, shape: readonly number[], dtype: string): tf.Tensor {
  const refuse = (what: string) =>
    new EspalierError(`forward ${what}`, { where: type, hint: "shape and forward must say the same" });
  if (!isTensor(value)) throw refuse("gave back no tensor");
  if (String(value.shape) !== String(shape)) {
    throw refuse(
      `gave back the shape [${value.shape.join(", ")}] where shape says [${shape.join(", ")}], batch first`,
    );
  }
  if (value.dtype !== dtype) throw refuse(`gave back ${value.dtype} where ${dtype} is meant`);
  return value;
}

/** `forward` with a gradient of its own in the real tensors among `all`. */
function withGradient(
  forward: (all: readonly tf.Tensor[]) => tf.Tensor,
  all: readonly tf.Tensor[],
  gradient: (
    dy: tf.Tensor,
    output: tf.Tensor,
    all: readonly tf.Tensor[],
  ) => readonly (tf.Tensor | undefined)[],
  nameOf: (place: number) => string,
  type: string,
): tf.Tensor {
  const real = all.flatMap((tensor, place) => (tensor.dtype === "float32" ? [place] : []));
  const given = real.map((place) => all[place]!);
  if (given.length === 0) return forward(all);
  return tf.customGrad((...args) => {
    const save = args.at(-1) as tf.GradSaveFunc;
    const value = forward(all);
    // What is given back must be another tensor than what came in.
    const output = all.includes(value) ? tf.clone(value) : value;
    // What the gradient looks at must outlive the forward pass, inputs that lie between layers too.
    save([output, ...all]);
    return {
      value: output,
      gradFunc: (dy: tf.Tensor, [saved, ...kept]: tf.Tensor[]) => {
        const back = asOwn(type, () => gradient(dy, saved!, kept));
        return real.map((place) =>
          fitting(back[place], kept[place]!, `${type}: the gradient of ${nameOf(place)}`),
        );
      },
    };
  })(...given);
}

/** What a gradient throws is said as its own, and not as one that TensorFlow lacks. */
function asOwn<Result>(type: string, gradient: () => Result): Result {
  try {
    return gradient();
  } catch (error) {
    if (error instanceof EspalierError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new EspalierError(`its gradient fails: ${reason}`, { where: type, cause: error });
  }
}

function fitting(gradient: tf.Tensor | undefined, of: tf.Tensor, what: string): tf.Tensor {
  if (gradient === undefined) return tf.zerosLike(of);
  if (String(gradient.shape) === String(of.shape)) return gradient;
  throw new EspalierError(
    `${what} has the shape [${gradient.shape.join(", ")}], not [${of.shape.join(", ")}]`,
    {
      hint: "a gradient has the shape of what it is the gradient of, batch first",
    },
  );
}
