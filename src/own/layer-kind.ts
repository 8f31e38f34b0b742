/* The pure half of a layer of one's own: what it makes of shapes. It knows no TensorFlow, as all of `src/graph`. */
import { EspalierError } from "../errors";
import type { DataType, Shape } from "../graph/ir";
import type { AnyKind, Outcome, Value, Weight } from "../graph/layers/kind";
import { requireFloat } from "../graph/layers/kind";
import { isMessage, type Message } from "../graph/message";
import type { Initializer, NormalLayer } from "../spec/language";
import { definition } from "../spec/schema";

/** What enters a layer, for one sample. */
export interface Entering {
  readonly shape: Shape;
  readonly dtype: DataType;
}

/** At least one value enters a layer. */
export type Inputs<Value> = readonly [Value, ...Value[]];

/** What may enter: whole numbers, real ones, both. */
export type Taken = DataType | "any";

/** A weight of a layer of one's own. */
export interface OwnWeight {
  readonly shape: Shape;
  /**
   * How it starts; a number fills it.
   * @default "zeros"
   */
  readonly initializer?: Initializer | number;
  /** False for a weight that stays as it starts. Default true. */
  readonly trainable?: boolean;
}

/** What a layer of one's own says of itself without tensors. */
export interface PureHalf {
  readonly inputs?: "one" | "several";
  readonly takes?: Taken | readonly Taken[];
  readonly dtype?: DataType;
  readonly shape: (inputs: Inputs<Entering>, options: never) => Shape;
  readonly weights?: (inputs: Inputs<Entering>, options: never) => Readonly<Record<string, OwnWeight>>;
  readonly flops: (inputs: Inputs<Entering>, options: never) => number;
}

/** A layer of one's own as `src/graph` knows it. */
export function layerKind(type: string, half: PureHalf): AnyKind {
  return {
    arity: half.inputs ?? "one",
    infer(layer, first, others) {
      const refused = others
        .map((value, i) => refusal(type, taken(half, i), value))
        .find((message) => message);
      if (refused) return refused;
      const values: Inputs<Entering> = [entering(first), ...others.slice(1).map(entering)];
      // The types of the definition tie its functions to its options; a layer of any name loses that.
      const options = optionsOf(layer) as never;
      const shape = asked(type, "shape", () => [...half.shape(values, options)]);
      if (isMessage(shape)) return shape;
      const weights = asked(type, "weights", () =>
        Object.entries(half.weights?.(values, options) ?? {}).map(([name, weight]) => weightOf(name, weight)),
      );
      if (isMessage(weights)) return weights;
      const flops = asked(type, "FLOPs", () => half.flops(values, options));
      if (isMessage(flops)) return flops;
      const outcome: Outcome = { shape, dtype: half.dtype ?? "float32", weights, flops };
      return faultOf(type, outcome, values) ?? outcome;
    },
  };
}

/** The options of a layer as its functions get them. */
export function optionsOf(layer: NormalLayer): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(layer).filter(([key]) => key !== "type"));
}

const entering = ({ shape, dtype }: Value): Entering => ({ shape, dtype });

const weightOf = (name: string, { shape, initializer = "zeros", trainable = true }: OwnWeight): Weight => ({
  name,
  shape: [...shape],
  initializer,
  trainable,
});

/** What may enter at a place. */
const taken = ({ takes = "float32" }: PureHalf, place: number): Taken =>
  typeof takes === "string" ? takes : (takes[place] ?? takes.at(-1) ?? "float32");

function refusal(type: string, takes: Taken, value: Value): Message | undefined {
  if (takes === "float32") return requireFloat(type, value);
  if (takes === "any" || value.dtype === takes) return undefined;
  return {
    message: `"${type}" takes whole numbers, but ${value.path} holds real ones (float32)`,
    hint: `give its input "dtype": "int32"`,
  };
}

/** What a definition answers. What it throws is what is wrong with the spec: its inputs or its options. */
function asked<Result>(type: string, what: string, ask: () => Result): Result | Message {
  try {
    return ask();
  } catch (error) {
    if (error instanceof EspalierError) {
      return { message: error.what, hint: error.hint ?? `see the definition of "${type}"` };
    }
    const reason = error instanceof Error ? error.message : String(error);
    return {
      message: `the definition of "${type}" cannot tell its ${what}: ${reason}`,
      hint: "mend the definition",
    };
  }
}

const initializers = new Set(definition("Initializer").enum);

/** Lengths are whole and at least 1; what stands behind a file that is not there has lengths that nobody knows. */
const isShape = (shape: unknown, unknown: boolean): boolean =>
  Array.isArray(shape) &&
  shape.every((length) => (Number.isSafeInteger(length) && length >= 1) || (unknown && Number.isNaN(length)));

/** What a definition must not answer. */
function faultOf(
  type: string,
  { shape, weights, flops }: Outcome,
  inputs: Inputs<Entering>,
): Message | undefined {
  const unknown = inputs.some((input) => input.shape.some(Number.isNaN));
  const fault = (message: string, hint: string): Message => ({
    message: `the definition of "${type}" ${message}`,
    hint,
  });
  if (!isShape(shape, unknown)) {
    return fault(
      `says the shape [${shape.join(", ")}]`,
      "a shape is that of one sample: whole lengths of at least 1",
    );
  }
  const sound = Number.isFinite(flops) && flops >= 0;
  if (!sound && !(unknown && Number.isNaN(flops))) {
    return fault(
      `says ${flops} FLOPs`,
      "give a number of at least 0: operations for one sample, a multiply-add is two",
    );
  }
  for (const weight of weights) {
    const name = JSON.stringify(weight.name);
    if (!/^[A-Za-z][\w-]*$/.test(weight.name)) {
      return fault(`has a weight called ${name}`, "choose another name, of letters and digits");
    }
    if (!isShape(weight.shape, unknown)) {
      return fault(
        `says the shape [${weight.shape.join(", ")}] of its weight ${name}`,
        "use whole lengths of at least 1",
      );
    }
    if (!Number.isFinite(weight.initializer) && !initializers.has(weight.initializer)) {
      return fault(
        `starts its weight ${name} by ${JSON.stringify(weight.initializer)}`,
        `use a number or one of ${[...initializers].join(", ")}`,
      );
    }
  }
  return undefined;
}
