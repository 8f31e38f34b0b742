/*
 * The form of a `model.json`, as far as Espalier reads it. It is somebody else's format: there may be more in it than
 * is asked for here, and nothing of what is asked for may be otherwise.
 */
import { Validator, type Schema } from "jsonschema";
import { EspalierError } from "../../errors";
import { parseJson } from "../../files";
import type { KerasConfig } from "./keras-config";

export interface KerasLayer {
  readonly class_name: string;
  readonly config: KerasConfig & { readonly name: string };
  /** Of a Functional model: what it is called with, once for each use. */
  readonly inbound_nodes?: unknown;
}

export interface KerasModel {
  readonly class_name: string;
  readonly config: { readonly layers: readonly KerasLayer[] } | readonly KerasLayer[];
}

export interface StoredWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: unknown;
}

export interface Manifest {
  readonly paths: readonly string[];
  readonly weights: readonly StoredWeight[];
}

export interface KerasDocument {
  readonly model: KerasModel;
  readonly weightsManifest: readonly Manifest[];
}

const text = { type: "string", minLength: 1 } as const;
const object = (properties: Record<string, Schema>, required = Object.keys(properties)): Schema => ({
  type: "object",
  // Without a prototype: "constructor" is a key like any other.
  properties: Object.assign(Object.create(null) as Record<string, Schema>, properties),
  required,
});
const list = (items: Schema): Schema => ({ type: "array", items });

const layers = list(object({ class_name: text, config: object({ name: text }) }));
const MODEL = object({ class_name: text });
/** Early versions of Keras wrote the layers themselves as config. */
const EARLY = object({ config: layers });
const SEQUENTIAL = object({ config: object({ layers }) });
/** What may be one layer after another; Keras before 2.4 and tfjs call a Functional model so. */
const STACKS = ["Sequential", "Functional", "Model"];
const MANIFEST = list(
  object({
    paths: list(text),
    weights: list(object({ name: text, shape: list({ type: "integer", minimum: 0 }), dtype: text })),
  }),
);

/**
 * Reads a `model.json` of a Sequential model.
 *
 * @throws EspalierError where it is another kind of file, or not of this form
 */
export function readKerasDocument(content: string, file: string): KerasDocument {
  const { modelTopology: topology, weightsManifest } = parseJson(content, file);
  const model = own(topology, "model_config") ?? topology;
  if (!isObject(model) || !Array.isArray(weightsManifest)) {
    throw new EspalierError("this is not a layers model: it has no modelTopology or no weightsManifest", {
      where: file,
      hint: 'save the model with model.save("file://…") in tfjs, or convert it with tensorflowjs_converter --output_format tfjs_layers_model',
    });
  }
  demand(model, MODEL, "modelTopology", file);
  const { class_name } = model as { readonly class_name: string };
  if (!STACKS.includes(class_name)) {
    throw new EspalierError(`a ${class_name.slice(0, 60)} model cannot be loaded as a stack`, {
      where: file,
      hint: "only Sequential models, and Functional ones whose layers stand one after another, are stacks",
    });
  }
  demand(model, Array.isArray(model["config"]) ? EARLY : SEQUENTIAL, "modelTopology", file);
  demand(weightsManifest, MANIFEST, "weightsManifest", file);
  return { model: model as unknown as KerasModel, weightsManifest: weightsManifest as Manifest[] };
}

function demand(value: unknown, schema: Schema, name: string, file: string): void {
  const [fault] = new Validator().validate(value, schema, { nestedErrors: true }).errors;
  if (!fault) return;
  const place = [name, ...fault.path].join("/");
  throw new EspalierError(`this is not a layers model: ${place} ${fault.message}`.slice(0, 300), {
    where: file,
    hint: "the file is damaged: save the model again",
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function own(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
