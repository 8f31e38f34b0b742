/* What every metric promises, whatever it counts. */
import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/backend/random";
import { lookOf, metricNamed } from "../../src/metrics";
import type { LabelledRows, Metric, MetricState } from "../../src/metrics/metric";
import { metrics } from "../../src/metrics/table.generated";
import type { NormalMetric } from "../../src/spec";
import { metricSchemas } from "../../src/spec/schema";
import { normalMetric } from "../../src/spec/normalise/defaults";

const size = 24;

/** Rows of a head of so many values, some of them without a label. */
function rowsOf({ target }: Metric, width: number): LabelledRows {
  const random = randomStream(3, "rows", target, width);
  const draw = (): number => Math.fround(random.normal());
  const labels = {
    classes: () => Int32Array.from({ length: size }, () => random.below(Math.max(2, width))),
    // 1, 0 or -1; of each sample the first one is known.
    labels: () =>
      Float32Array.from({ length: size * width }, (_, i) => random.below(i % width === 0 ? 2 : 3)).map(
        (label) => (label === 2 ? -1 : label),
      ),
    values: () => Float32Array.from({ length: size * width }, draw),
  }[target]();
  return {
    values: Float32Array.from({ length: size * width }, draw),
    width,
    labels,
    mask: Float32Array.from({ length: size }, () => (random.below(4) === 0 ? 0 : 1)),
  };
}

/** The rows from `start` to `end`. */
function part({ values, width, labels, mask }: LabelledRows, start: number, end: number): LabelledRows {
  const each = labels.length / size;
  return {
    values: values.slice(start * width, end * width),
    width,
    labels: labels.slice(start * each, end * each),
    mask: Array.from(mask).slice(start, end),
  };
}

const formOf = (state: MetricState): unknown =>
  Object.entries(state).map(([name, counts]) => [name, Array.isArray(counts) ? counts.length : "one"]);

const cases = Object.keys(metrics).flatMap((name) =>
  // A single value is the logit of two classes, or a number.
  [1, 2, 7].map((width) => ({ name, width })),
);

describe.each(cases)("$name over $width", ({ name, width }) => {
  const metric = metricNamed(name)!;
  const options = normalMetric(name as NormalMetric["type"]);
  const classes = Array.from({ length: Math.max(2, width) }, (_, i) => String(i));
  const start = (): MetricState =>
    metric.start(
      {
        classes: metric.target === "classes" ? classes : undefined,
        multiLabel:
          metric.target === "labels" ? { names: classes.slice(0, width), threshold: 0.5 } : undefined,
      },
      options,
    );
  const rows = rowsOf(metric, width);
  const counted = (...parts: LabelledRows[]): MetricState => {
    const state = start();
    for (const one of parts) metric.update(state, one, options);
    return state;
  };
  const valueOf = (...states: MetricState[]): number => metric.value(states)!;

  it("does not depend on how samples fall into batches", () => {
    const parts = [part(rows, 0, 1), part(rows, 1, 10), part(rows, 10, size)];
    expect(valueOf(counted(...parts))).toBeCloseTo(valueOf(counted(rows)), 12);
  });

  it("has no value before a row with a label", () => {
    expect(metric.value([start()])).toBeUndefined();
    expect(metric.value([])).toBeUndefined();
    const none = counted({ ...rows, mask: new Float32Array(size) });
    expect(none).toEqual(start());
  });

  it("asks nothing of rows without a label", () => {
    const hostile = rows.values.map((value, i) => (rows.mask[Math.floor(i / width)] === 1 ? value : NaN));
    expect(counted({ ...rows, values: hostile })).toEqual(counted(rows));
  });

  it("keeps plain JSON of one form, which goes on after it was read back", () => {
    const state = counted(part(rows, 0, 9));
    expect(formOf(state)).toEqual(formOf(start()));
    const read = JSON.parse(JSON.stringify(state)) as MetricState;
    expect(read).toEqual(state);
    metric.update(read, part(rows, 9, size), options);
    expect(valueOf(read)).toBeCloseTo(valueOf(counted(rows)), 12);
  });

  it("is better where values are the labels, and in the range of its form", () => {
    const perfect = counted({ ...rows, values: perfectValues(metric, rows) });
    const [best, found] = [valueOf(perfect), valueOf(counted(rows))];
    expect(metric.better === "up" ? best >= found : best <= found).toBe(true);
    if (metric.form === "share") expect([best, found].every((share) => share >= 0 && share <= 1)).toBe(true);
  });

  it("of several heads is one value, between those of the heads", () => {
    const heads = [part(rows, 0, 8), part(rows, 8, size)].map((one) => counted(one));
    const values = heads.map((state) => valueOf(state));
    const together = valueOf(...heads);
    expect(together).toBeGreaterThanOrEqual(Math.min(...values) - 1e-12);
    expect(together).toBeLessThanOrEqual(Math.max(...values) + 1e-12);
  });
});

function perfectValues({ target }: Metric, { labels, width }: LabelledRows): Float32Array {
  if (target === "values") return Float32Array.from(labels);
  if (target === "labels") return Float32Array.from(labels, (label) => (label === 1 ? 1 : -1));
  const values = new Float32Array(size * width);
  labels.forEach((label, row) => {
    // So far apart that probabilities are 0 and 1.
    if (width === 1) values[row] = label === 1 ? 40 : -40;
    else values[row * width + label] = 40;
  });
  return values;
}

it("the metrics are those of the language, each with a look", () => {
  expect(Object.keys(metrics).toSorted()).toEqual([...metricSchemas.keys()].toSorted());
  for (const name of ["loss", ...Object.keys(metrics)]) expect(lookOf(name)?.label).toBeTruthy();
  expect(lookOf("constructor")).toBeUndefined();
});
