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

/** What one number stands for, by the type of the option. */
const spreads: Readonly<Record<string, (size: number) => unknown>> = {
  Size2d: (size) => [size, size],
  RandomRange: (size) => [-Math.abs(size), Math.abs(size)],
  Border2d: (size) => [
    [size, size],
    [size, size],
  ],
};

/** A layer with every default; `name` and `from` belong to its place in the network, not to the layer. */
export function normalLayer(spec: LayerSpec | OwnLayer): NormalLayer {
  const form = layerForm(spec.type);
  const layer = over(form, spec);
  delete layer.name;
  delete layer.from;
  // The defaults that are no constants: windows lie side by side, values are as wide as their keys.
  if (layer.poolSize !== undefined) layer.strides ??= layer.poolSize;
  if (layer.keyDim !== undefined) layer.valueDim ??= layer.keyDim;
  for (const [option, schema] of Object.entries(form?.properties ?? {})) {
    const [size, spread] = [layer[option], spreads[referenceOf(schema) ?? ""]];
    if (spread && typeof size === "number") layer[option] = spread(size);
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
