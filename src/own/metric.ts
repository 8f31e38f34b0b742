/* Metrics of one's own. */
import {
  allMetrics,
  type CountedHead,
  type LabelledRows,
  type Metric,
  type MetricState,
  type Predicted,
} from "../metrics";
import type { OwnName } from "../open-table";
import { enter } from "./definition";
import { useOf, type NoOptions, type OptionForms, type OptionValues, type OwnUse } from "./options";

/** A metric of one's own: it counts from numbers on the host, and knows no TensorFlow. */
export interface MetricDefinition<Forms extends OptionForms, State extends MetricState> {
  /** What a spec may say beside `type`, in the words of JSON Schema. */
  readonly options?: Forms;
  /** What the heads predict that it is for. */
  readonly target: Predicted;
  /** Whether more of it is better, or less. */
  readonly better: "up" | "down";
  /** What plots and progress call it; its name without the part before the colon otherwise. */
  readonly label?: string;
  /** A share from 0 to 1, or any number. Default `"number"`. */
  readonly form?: "share" | "number";
  /** Nothing counted yet: plain JSON, which checkpoints keep. */
  readonly start: (head: CountedHead, options: OptionValues<Forms>) => State;
  /** Adds rows to what was counted. Rows whose mask is not 1 do not count. */
  readonly update: (state: State, rows: LabelledRows, options: OptionValues<Forms>) => void;
  /** What the counts of one head, or of several together, come to; `undefined` where no row had a label. */
  readonly value: (states: readonly State[]) => number | undefined;
}

/**
 * Defines a metric of one's own, which every head may then count: `"metrics": ["accuracy", "mine:recall"]`. It stands in
 * histories, progress and curves, and early stopping may watch it. Defined again, the last definition counts.
 *
 * @throws EspalierError where the definition lacks something
 */
export function defineMetric<
  const Forms extends OptionForms = NoOptions,
  State extends MetricState = MetricState,
>(name: OwnName, definition: MetricDefinition<Forms, State>): OwnUse<Forms> {
  enter(
    "metric",
    name,
    definition,
    {
      options: "object",
      target: "string",
      better: "string",
      label: "string",
      form: "string",
      start: "function",
      update: "function",
      value: "function",
    },
    ["target", "better", "start", "update", "value"],
  );
  const { target, better, start, update, value } = definition;
  const metric: Metric = {
    target,
    better,
    label: definition.label ?? name.slice(name.indexOf(":") + 1),
    form: definition.form ?? "number",
    // The definition ties its functions to its options and its counts; a table of all metrics loses that.
    start: (head, options) => start(head, options as unknown as OptionValues<Forms>),
    update: (state, rows, options) => {
      update(state as State, rows, options as unknown as OptionValues<Forms>);
    },
    value: (states) => value(states as readonly State[]),
  };
  allMetrics.set(name, metric);
  return useOf(name);
}
