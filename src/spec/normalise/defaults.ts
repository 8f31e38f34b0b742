import type {
  LayerSpec,
  MetricName,
  MetricSpec,
  NormalLayer,
  NormalMetric,
  OptimizerName,
  OptimizerSpec,
  OwnLayer,
  OwnMetric,
  OwnMetricName,
} from "../language";
import type { JsonSchema } from "../json-schema";
import { layerForm, metricForm } from "../own-forms";
import { defaultsOf, definition, optimizerSchemas, referenceOf } from "../schema";

/**
 * `value` over the defaults that the schema of `type` writes down. `keys` are the options that the caller relies
 * on: each of them has a default there, or this throws.
 */
export function filled<Spec extends object, Key extends keyof Spec & string>(
  type: string,
  value: Spec,
  ...keys: Key[]
): Spec & Required<Pick<Spec, Key>> {
  const all = over(definition(type), value) as Partial<Spec>;
  const missing = keys.find((key) => all[key] === undefined);
  if (missing !== undefined)
    throw new Error(`${type}.${missing} has no default; give it one in the language`);
  return all as Spec & Required<Pick<Spec, Key>>;
}

/** A layer with every default; `name` and `from` belong to its place in the network, not to the layer. */
export function normalLayer(spec: LayerSpec | OwnLayer): NormalLayer {
  const form = layerForm(spec.type);
  const layer = over(form, spec);
  delete layer.name;
  delete layer.from;
  // The one default that is not a constant: windows lie side by side.
  if (layer.poolSize !== undefined) layer.strides ??= layer.poolSize;
  for (const [option, schema] of Object.entries(form?.properties ?? {})) {
    const size = layer[option];
    if (referenceOf(schema) === "Size2d" && typeof size === "number") layer[option] = [size, size];
  }
  return layer as unknown as NormalLayer;
}

export function normalOptimizer(spec: OptimizerName | OptimizerSpec): Required<OptimizerSpec> {
  const written = typeof spec === "string" ? { type: spec } : spec;
  return over(optimizerSchemas.get(written.type), written) as unknown as Required<OptimizerSpec>;
}

export function normalMetric(spec: MetricName | MetricSpec | OwnMetricName | OwnMetric): NormalMetric {
  const written = typeof spec === "string" ? { type: spec } : spec;
  return over(metricForm(written.type), written) as unknown as NormalMetric;
}

/** `value` first, as the author wrote it, then what it leaves out. */
function over(schema: JsonSchema | undefined, value: object): Record<string, unknown> {
  return { ...value, ...(schema && defaultsOf(schema)), ...value };
}
