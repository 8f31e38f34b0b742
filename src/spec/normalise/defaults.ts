import type {
  FilledWeighting,
  LayerSpec,
  Loss,
  LossSpec,
  MetricName,
  MetricSpec,
  NormalLayer,
  NormalLoss,
  NormalMetric,
  NormalSchedule,
  NormalWeighting,
  OptimizerName,
  OptimizerSpec,
  OwnLayer,
  OwnLoss,
  OwnLossName,
  OwnMetric,
  OwnMetricName,
  OwnOptimizer,
  OwnOptimizerName,
  OwnTurns,
  OwnTurnsName,
  OwnWeighting,
  OwnWeightingName,
  ScheduleName,
  ScheduleSpec,
  WeightingName,
  WeightingSpec,
} from "../language";
import type { NormalOptimizer } from "../normal";
import type { JsonSchema } from "../json-schema";
import { layerForm, lossForm, metricForm, optimizerForm, turnsForm, weightingForm } from "../own-forms";
import { defaultsOf, definition, referenceOf } from "../schema";

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

export function normalOptimizer(
  spec: OptimizerName | OptimizerSpec | OwnOptimizerName | OwnOptimizer,
): NormalOptimizer {
  const written = typeof spec === "string" ? { type: spec } : spec;
  const optimizer = over(optimizerForm(written.type), written);
  delete optimizer.by;
  return optimizer as unknown as NormalOptimizer;
}

export function normalLoss(spec: Loss | LossSpec | OwnLossName | OwnLoss): NormalLoss {
  const written = typeof spec === "string" ? { type: spec } : spec;
  return over(lossForm(written.type), written) as unknown as NormalLoss;
}

/** @param beside options that stand beside the schedule: they count where it has them and does not say otherwise itself */
export function normalSchedule(
  spec: ScheduleName | ScheduleSpec | OwnTurnsName | OwnTurns,
  beside: Readonly<Record<string, number | undefined>> = {},
): NormalSchedule {
  const written = typeof spec === "string" ? { type: spec } : spec;
  const schema = turnsForm(written.type);
  const meant = Object.entries(beside).filter(
    ([option, value]) => value !== undefined && schema?.properties?.[option],
  );
  return over(schema, { ...Object.fromEntries(meant), ...written }) as unknown as NormalSchedule;
}

/** By its name alone where there is nothing more to say: so a plan without options is written as it always was. */
export function normalWeighting(
  spec: WeightingName | WeightingSpec | OwnWeightingName | OwnWeighting,
): NormalWeighting {
  const written = typeof spec === "string" ? { type: spec } : spec;
  const all = over(weightingForm(written.type), written);
  return Object.keys(all).length === 1 ? written.type : (all as unknown as FilledWeighting);
}

export function normalMetric(spec: MetricName | MetricSpec | OwnMetricName | OwnMetric): NormalMetric {
  const written = typeof spec === "string" ? { type: spec } : spec;
  return over(metricForm(written.type), written) as unknown as NormalMetric;
}

/** `value` first, as the author wrote it, then what it leaves out. */
function over(schema: JsonSchema | undefined, value: object): Record<string, unknown> {
  return { ...value, ...(schema && defaultsOf(schema)), ...value };
}
