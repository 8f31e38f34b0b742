/* A saved model in place of layers. */
import { EspalierError } from "../../errors";
import type { NormalLayer } from "../../spec/language";
import type { NormalItem } from "../../spec/normal";
import type { Build } from "../build";
import { enter } from "../build";
import type { LayerNode, LoadedStack, Shape } from "../ir";
import { inferLayer, maskOf } from "../layers";
import type { Outcome, Value } from "../layers/kind";
import type { Message } from "../message";
import { isMessage } from "../message";
import * as messages from "../messages";
import type { Step } from "../modules";

type LoadItem = Extract<NormalItem, { kind: "load" }>;

/** A layer of the saved model and what it makes of the samples here. */
interface FittedLayer {
  readonly name: string;
  readonly layer: NormalLayer;
  readonly weights: readonly string[];
  readonly outcome: Outcome;
  readonly classes: readonly string[] | undefined;
}

/** The layers of a saved model over `inputs`; `undefined` (and one problem) if they do not fit. */
export function buildLoad(
  build: Build,
  step: Step,
  item: LoadItem,
  inputs: readonly Value[],
): readonly LayerNode[] | undefined {
  const fitted = fit(build, item, inputs);
  if (fitted === "missing") return standIn(build, step, item, inputs);
  if (isMessage(fitted)) {
    build.report.error(item.pointer, fitted);
    return undefined;
  }
  const nodes: LayerNode[] = [];
  let sources = inputs;
  for (const { name, layer, weights, outcome, classes } of fitted) {
    const base = `${step.weights}/${name}`;
    const variables = build.variables.declare(step, base, outcome.weights, item.trainable);
    const path = `${step.path}/${name}`;
    const { shape, dtype, flops } = outcome;
    const node =
      variables &&
      enter(build, {
        kind: "layer",
        path,
        pointer: item.pointer,
        inputs: sources.map((source) => source.path),
        shape,
        dtype,
        variables,
        flops,
        layer,
        branches: [],
        ...(classes && { classes }),
        ...maskOf(layer, sources),
      });
    if (!node) return undefined;
    node.variables.forEach((variable, i) =>
      build.variables.noteLoaded(variable, item.model, weights[i] ?? variable),
    );
    nodes.push(node);
    sources = [node];
  }
  return nodes;
}

/**
 * Reads a saved model and sees whether its layers take this input. A sample need not have the shape that the model was
 * trained on, as long as every weight keeps its own (convolutions over larger images).
 */
function fit(
  { load, missing }: Build,
  item: LoadItem,
  inputs: readonly Value[],
): FittedLayer[] | Message | "missing" {
  const { model, dropLast } = item;
  const [input] = inputs;
  if (!input || inputs.length > 1) return messages.takesOne("load", inputs);
  if (!load) return messages.nothingLoads(model);
  const stack = read(load, item);
  if (isMessage(stack)) return stack.missing && missing ? "missing" : stack;
  const layers = stack.layers.slice(0, Math.max(0, stack.layers.length - dropLast));
  if (layers.length === 0) return messages.nothingLeft(model, stack.layers.length, dropLast);
  const trained = outcomes(layers, stack.inputShape, input);
  const here = outcomes(layers, input.shape, input);
  if (isMessage(trained)) return trained;
  if (isMessage(here)) return here;

  const fitted: FittedLayer[] = [];
  for (const [i, { name, layer, weights, classes }] of layers.entries()) {
    const outcome = here[i]!;
    if (shapesOf(outcome) !== shapesOf(trained[i]!)) {
      return messages.trainedOnOtherShape(model, stack.inputShape, input.shape, name);
    }
    if (outcome.weights.length !== weights.length) {
      return messages.weightsMissing(model, name, outcome.weights.length, weights.length);
    }
    fitted.push({ name, layer, weights, outcome, classes });
  }
  return fitted;
}

/**
 * What stands for a saved model whose file is not there: a vector of unknown length. Nobody knows better, and a head or a
 * dense layer after it gives it a known one.
 */
function standIn(
  build: Build,
  step: Step,
  item: LoadItem,
  [input]: readonly Value[],
): readonly LayerNode[] | undefined {
  const message = messages.fileMissing(item.model);
  const node = enter<LayerNode>(build, {
    kind: "layer",
    path: step.path,
    pointer: item.pointer,
    inputs: [input?.path ?? ""],
    shape: [Number.NaN],
    dtype: "float32",
    variables: [],
    flops: Number.NaN,
    layer: { type: "activation", activation: "linear" },
    branches: [],
  });
  if (!node) return undefined;
  build.missing?.set(node.path, message.message);
  build.report.warn(item.pointer, message);
  return [node];
}

function read(
  load: NonNullable<Build["load"]>,
  item: LoadItem,
): LoadedStack | (Message & { readonly missing: boolean }) {
  try {
    return load(item.model, item.pointer);
  } catch (error) {
    if (!(error instanceof EspalierError)) throw error;
    const where = error.where === undefined ? "" : `${error.where}: `;
    const missing = (error.cause as { readonly code?: unknown } | undefined)?.code === "ENOENT";
    return { message: where + error.what, hint: error.hint ?? messages.checkTheFile(item.model), missing };
  }
}

/** What each layer makes of the one before, from a sample of `shape`. */
function outcomes(layers: LoadedStack["layers"], shape: Shape, input: Value): Outcome[] | Message {
  const results: Outcome[] = [];
  let value: Value = { ...input, shape };
  for (const { name, layer } of layers) {
    const outcome = inferLayer(layer, [value]);
    if (isMessage(outcome))
      return { ...outcome, message: `${outcome.message} (layer ${name} of the saved model)` };
    results.push(outcome);
    value = { path: name, shape: outcome.shape, dtype: outcome.dtype };
  }
  return results;
}

function shapesOf(outcome: Outcome): string {
  return JSON.stringify(outcome.weights.map((weight) => weight.shape));
}
