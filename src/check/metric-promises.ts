/* What a metric promises: that it counts rows with a label, in whatever batches they come. */
import { metricNamed, type LabelledRows, type Metric, type MetricState } from "../metrics";
import { randomStream } from "../backend/random";
import type {
  MetricName,
  MetricSpec,
  NormalMetric,
  OwnMetric,
  OwnMetricName,
  TargetSpec,
} from "../spec/language";
import { around } from "./around";
import { fail, type Promises, type Sort } from "./sort";

/** A metric as a head writes it. */
export type GivenMetric = MetricName | MetricSpec | OwnMetricName | OwnMetric;

const size = 24;
const exact = 1e-9;
/** A logit that leaves no doubt. */
const sure = 9;

/** A metric over rows that are drawn. */
class MetricRun {
  readonly rows: LabelledRows;

  constructor(
    readonly metric: Metric,
    readonly options: NormalMetric,
    readonly width: number,
    seed: number,
  ) {
    const random = randomStream(seed, "check", "metric", width);
    const draw = (): number => Math.fround(random.normal());
    const classes = Math.max(2, width);
    this.rows = {
      values: Float32Array.from({ length: size * width }, draw),
      width,
      labels:
        metric.target === "classes"
          ? Int32Array.from({ length: size }, () => random.below(classes))
          : Float32Array.from({ length: size * width }, () =>
              metric.target === "labels" ? random.below(2) : draw(),
            ),
      // Every fourth row has no label.
      mask: Float32Array.from({ length: size }, (_, row) => Number(row % 4 !== 3)),
    };
  }

  start(): MetricState {
    const { target } = this.metric;
    const names = Array.from({ length: target === "labels" ? this.width : Math.max(2, this.width) }, (_, i) =>
      String(i),
    );
    return this.metric.start(
      {
        classes: target === "classes" ? names : undefined,
        ...(target === "labels" && { multiLabel: { names, threshold: 0.5 } }),
      },
      this.options,
    );
  }

  count(...parts: readonly LabelledRows[]): MetricState {
    const state = this.start();
    for (const part of parts) this.metric.update(state, part, this.options);
    return state;
  }

  value(...states: readonly MetricState[]): number {
    const value = this.metric.value(states);
    if (value === undefined) fail("there is no value over rows with labels");
    if (!Number.isFinite(value)) fail(`the value is ${value}`);
    return value;
  }

  part(start: number, end: number): LabelledRows {
    const { values, width, labels, mask } = this.rows;
    const each = labels.length / size;
    return {
      values: values.slice(start * width, end * width),
      width,
      labels: labels.slice(start * each, end * each),
      mask: Array.from(mask).slice(start, end),
    };
  }

  /** What says every label. */
  perfect(): LabelledRows {
    const { labels, width } = this.rows;
    if (labels instanceof Float32Array) {
      const said = (label: number) => (label === 1 ? sure : -sure);
      return { ...this.rows, values: this.metric.target === "labels" ? labels.map(said) : labels };
    }
    const values = new Float32Array(size * width);
    labels.forEach((label, row) => {
      if (width === 1) values[row] = label === 1 ? sure : -sure;
      else values[row * width + label] = sure;
    });
    return { ...this.rows, values };
  }
}

const formOf = (state: MetricState): string =>
  JSON.stringify(
    Object.entries(state).map(([name, counts]) => [name, Array.isArray(counts) ? counts.length : 1]),
  );

const promisesOf = (runs: readonly MetricRun[]): Promises => {
  const each = (detail: string, ask: (run: MetricRun) => void) => () => {
    for (const run of runs) ask(run);
    return { detail };
  };
  return {
    "merged batches": each("as one batch, also batches of one and of none", (run) => {
      const parts = [run.part(0, 1), run.part(1, 1), run.part(1, 10), run.part(10, size)];
      const [merged, once] = [run.value(run.count(...parts)), run.value(run.count(run.rows))];
      if (!(Math.abs(merged - once) <= exact)) fail(`${merged} in batches, ${once} in one`);
    }),
    "rows without a label": each("count nowhere, whatever is said of them", (run) => {
      const { values, mask, width } = run.rows;
      const hostile = values.map((value, i) => (mask[Math.floor(i / width)] === 1 ? value : NaN));
      if (JSON.stringify(run.count({ ...run.rows, values: hostile })) !== JSON.stringify(run.count(run.rows)))
        fail("what is said of a row without a label is counted");
    }),
    "nothing counted": each("no value, and not NaN", (run) => {
      const none = run.count({ ...run.rows, mask: new Float32Array(size) });
      for (const states of [[run.start()], [none], []]) {
        const value = run.metric.value(states);
        if (value !== undefined) fail(`the value is ${value} where no row has a label`);
      }
    }),
    "kept as JSON": each("goes on after it was read back", (run) => {
      const state = run.count(run.part(0, 9));
      if (formOf(state) !== formOf(run.start())) fail("what it keeps changes its form as it counts");
      const read = JSON.parse(JSON.stringify(state)) as MetricState;
      run.metric.update(read, run.part(9, size), run.options);
      const [on, once] = [run.value(read), run.value(run.count(run.rows))];
      if (!(Math.abs(on - once) <= exact)) fail(`${on} after it was read back, ${once} without`);
    }),
    "better where the label is said": each("and a share is one", (run) => {
      const [best, found] = [run.value(run.count(run.perfect())), run.value(run.count(run.rows))];
      if (run.metric.better === "up" ? best < found : best > found)
        fail(`${best} where every label is said, ${found} where not, and "${run.metric.better}" is better`);
      if (run.metric.form === "share" && [best, found].some((share) => share < 0 || share > 1))
        fail(`${best} or ${found} is no share`);
    }),
    "several heads": each("one value, between those of the heads", (run) => {
      const heads = [run.part(0, 8), run.part(8, size)].map((part) => run.count(part));
      const values = heads.map((state) => run.value(state));
      const together = run.value(...heads);
      if (together < Math.min(...values) - exact || together > Math.max(...values) + exact)
        fail(`${together} over heads with ${values.join(" and ")}`);
    }),
  };
};

/** What a head predicts where a metric of a target stands. */
const targets: Readonly<Record<Metric["target"], TargetSpec>> = {
  classes: { classes: ["a", "b", "c"] },
  labels: { labels: ["a", "b"] },
  values: { shape: [2] },
};

/** What every metric is asked. */
export const metric: Sort<GivenMetric> = (spec, seed) => {
  const type = typeof spec === "string" ? spec : spec.type;
  const known = metricNamed(type);
  const target = targets[known?.target ?? "values"];
  const standing = around({ target, head: { metrics: [spec] } }, seed);
  const [options] = standing.graph.heads[0]!.metrics;
  const widths = known!.target === "classes" ? [1, 2, 7] : [1, 3];
  const runs = widths.map((width) => new MetricRun(known!, options!, width, seed));
  return { name: type, promises: promisesOf(runs), standing };
};
