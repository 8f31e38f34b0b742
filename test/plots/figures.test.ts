import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadStage } from "../../kernel-ext/figure/src/stage";
import { verdict } from "../../src/compare/report/verdict";
import type { EpochRecord, Report } from "../../src/compare/report/report";
import { comparisonTable } from "../../src/view";
import * as plots from "../../src/plots";
import { madeUpReport } from "./fixture/report";
import { madeUpSteps } from "./fixture/steps";

const report = madeUpReport({ seeds: 2, folds: 2 });
const cascade = report.runs.find((run) => run.approach === "cascade")!;

const figures: Readonly<Record<string, () => plots.Figure>> = {
  "training-curves": () => plots.trainingCurves(report),
  "training-curves-of-history": () => plots.trainingCurves(cascade.history),
  "accuracy-comparison": () => plots.accuracyComparison(report),
  "paired-differences": () => plots.pairedDifferences(report),
  "accuracy-parts": () => plots.accuracyParts(report),
  "route-sankey": () => plots.routeSankey(report),
  "route-sankey-of-run": () => plots.routeSankey(cascade.routes!),
  "confusion-matrix": () => plots.approachConfusion(report, "cascade"),
  movements: () => plots.movements(madeUpSteps),
  lines: () =>
    plots.lines(
      [
        { name: "measured <slope>", x: [0, 0.5, 1], y: [1, 0.1, 0.01] },
        { name: "claimed", y: [2, Number.NaN, 3], as: "stairs" },
        { name: "claimed", y: Float32Array.of(1, 2), as: "points" },
      ],
      { title: "Slopes", subtitle: "of one sample", x: "step", y: "slope" },
    ),
  "cost-comparison": () => plots.costComparison(report),
  "accuracy-versus-cost": () => plots.accuracyVersusCost(report),
  "accuracy-versus-time": () => plots.accuracyVersusCost(report, { cost: "predict" }),
};

/** JSON in which the last bits of a number do not matter. */
function stable(figure: plots.Figure): string {
  const round = (_: string, value: unknown) =>
    typeof value === "number" ? Number(value.toPrecision(9)) : value;
  return JSON.stringify(figure, round, 1) + "\n";
}

describe.each(Object.entries(figures))("%s", (name, draw) => {
  test("stays as it was", async () => {
    await expect(stable(draw())).toMatchFileSnapshot(`snapshots/${name}.json.snap`);
  });

  test("is plain JSON, and the same each time", () => {
    const figure = draw();
    expect(plots.isFigure(figure)).toBe(true);
    expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
    expect(draw()).toEqual(figure);
  });

  test("holds nothing that Plotly does not know", async () => {
    const { plotly } = await loadStage();
    const { data, layout } = structuredClone<plots.Figure>(draw());
    const complaints = plotly.validate(data, layout) ?? [];
    expect(complaints.map((complaint) => complaint.msg)).toEqual([]);
  });
});

test("Plotly's check does find faults", async () => {
  const { plotly } = await loadStage();
  const complaints = plotly.validate([{ type: "bar", y: [1], colour: "red" }], {}) ?? [];
  expect(complaints.map((complaint) => complaint.msg)).toEqual([expect.stringContaining("colour")]);
});

test("each snapshot belongs to a figure", () => {
  const files = readdirSync(join(__dirname, "snapshots"));
  expect(files.toSorted()).toEqual(
    Object.keys(figures)
      .map((name) => `${name}.json.snap`)
      .toSorted(),
  );
});

test("nothing of the report is changed", () => {
  const before = structuredClone(report);
  for (const draw of Object.values(figures)) draw();
  expect(report).toEqual(before);
});

test("an approach keeps its colour from figure to figure", () => {
  const coloursIn = (figure: plots.Figure) => {
    const colours = new Map<unknown, unknown>();
    for (const trace of figure.data as unknown as readonly {
      x: number[];
      name: string;
      marker: { color: string };
    }[])
      if (trace.x.length === 1) colours.set(trace.name, trace.marker.color);
    return colours;
  };
  const colours = coloursIn(plots.accuracyComparison(report));
  expect([...colours.keys()]).toEqual(["flat", "cascade", "sharedBackbone", "alternating"]);
  expect(new Set(colours.values()).size).toBe(4);
  expect(coloursIn(plots.accuracyVersusCost(report))).toEqual(colours);
});

describe("a single run of each approach", () => {
  const single = madeUpReport({ seeds: 1, folds: 1 });

  test("has no error bars, bands or intervals", () => {
    const drawn = [
      plots.accuracyComparison(single),
      plots.pairedDifferences(single),
      plots.accuracyVersusCost(single, { cost: "train" }),
      plots.costComparison(single),
    ].flatMap((figure) => figure.data);
    expect(drawn.length).toBeGreaterThan(0);
    for (const trace of drawn) expect(trace).not.toHaveProperty("error_x");
    expect(plots.trainingCurves(single).data.filter((trace) => trace.fill !== undefined)).toEqual([]);
  });

  test("has no p, in figure or table: that of its samples is none of runs", () => {
    const pairs = single.pairs.map(({ first, second, difference }) => ({
      first,
      second,
      difference,
      mcnemar: { onlyFirst: 9, onlySecond: 1, p: 0.0117 },
    }));
    const shown = (of: Report) =>
      [plots.pairedDifferences(of), String(comparisonTable(of))].map((one) => JSON.stringify(one));
    for (const text of shown(report)) expect(text).toMatch(/\bp [=<]/);
    for (const text of shown({ ...single, pairs })) expect(text).not.toMatch(/\bp [=<]|0\.012/);
  });
});

test("a promise of a report is named as one", () => {
  const promise = Promise.resolve(report) as never;
  for (const use of [
    plots.pairedDifferences,
    plots.accuracyComparison,
    plots.accuracyParts,
    plots.costComparison,
    plots.accuracyVersusCost,
    plots.trainingCurves,
    plots.routeSankey,
    comparisonTable,
    verdict,
  ]) {
    expect(() => use(promise)).toThrow(/needs a report.*promise of one; write await compare/);
  }
});

test("options that a figure does not have are refused", () => {
  const any = (value: unknown): never => value as never;
  expect(() => plots.pairedDifferences(report, any({ basline: "flat" }))).toThrow(/no option "basline"/);
  expect(() => plots.accuracyVersusCost(report, any({ cost: "money" }))).toThrow(/cost is "money"; choose/);
  expect(() => plots.trainingCurves(report, any({ metric: ["loss"] }))).toThrow(/no option "metric"/);
  expect(() => plots.routeSankey(report, any({ of: "cascade" }))).toThrow(/no option "of"/);
  expect(() => plots.confusionMatrix([[1]], ["a"], any({ name: "x" }))).toThrow(/no option "name"/);
  expect(() => plots.lines([{ name: "a", y: [1] }], any({ log: true }))).toThrow(/no option "log"/);
  expect(() => plots.lines([any({ name: "a", y: [1], as: "bars" })])).toThrow(/as is "bars"; choose/);
  expect(() => plots.lines([{ name: "a", x: [1, 2], y: [1] }])).toThrow(/"a" has 2 x and 1 y/);
  expect(() => plots.lines([])).toThrow(/nothing to draw/);
});

describe("names from users", () => {
  const renamed = JSON.parse(
    JSON.stringify(report).replaceAll('"cascade"', '"a <b> & <i>c"').replaceAll('"tops"', '"<tops>"'),
  ) as Report;

  test("are shown as they are written, not read as HTML", () => {
    for (const draw of [
      plots.accuracyComparison(renamed),
      plots.routeSankey(renamed),
      plots.accuracyParts(renamed),
      plots.trainingCurves(renamed),
      plots.pairedDifferences(renamed, { baseline: "a <b> & <i>c" }),
    ]) {
      // Keys that group traces are never shown.
      const text = JSON.stringify(draw, (key, value: unknown) => (key === "legendgroup" ? undefined : value));
      expect(text).not.toMatch(/<i>c|<tops>/);
      expect(text).toMatch(/&lt;i(&gt;|>)c|&lt;tops(&gt;|>)/);
    }
  });
});

describe("pairedDifferences", () => {
  test("turns the pair round where the baseline comes first, and takes t for n - 1", () => {
    const figure = plots.pairedDifferences(report, { baseline: "flat" });
    const pair = report.pairs.find(({ first, second }) => first === "flat" && second === "cascade")!;
    const trace = figure.data.find(({ name }) => name === "cascade")!;
    expect(trace.x).toEqual([-pair.difference]);
    // Student's t table: 97.5 % at 3 degrees of freedom is 3.182446.
    const [half] = (trace.error_x as unknown as { array: [number] }).array;
    expect(half).toBeCloseTo(3.182446 * pair.standardError!, 7);
  });

  test("refuses an unknown baseline by name", () => {
    expect(() => plots.pairedDifferences(report, { baseline: "cascde" })).toThrow(
      /no approach "cascde".*"cascade"/,
    );
  });
});

describe("trainingCurves", () => {
  const epoch = (phase: string, n: number, figures: Record<string, number>): EpochRecord => ({
    phase,
    epoch: n,
    seconds: 1,
    figures,
  });

  test("carries on where a later phase trains the same head again", () => {
    const figure = plots.trainingCurves(
      [
        epoch("first", 1, { loss: 3, "a/loss": 3 }),
        epoch("first", 2, { loss: 2, "a/loss": 2 }),
        epoch("second", 1, { loss: 1, "a/loss": 1 }),
      ],
      { metrics: ["loss"] },
    );
    const [, line] = figure.data;
    expect(line).toMatchObject({ name: "a", x: [1, 2, 3], y: [3, 2, 1] });
    expect(figure.data).toHaveLength(2);
  });

  test("names the phase where figures name no heads", () => {
    const figure = plots.trainingCurves([epoch("all", 1, { loss: 3 }), epoch("all", 2, { loss: 2 })]);
    expect(figure.data.map((trace) => trace.name)).toEqual(["training", "all"]);
  });

  test("averages over the runs that got so far", () => {
    const history = (losses: readonly number[]) => losses.map((loss, i) => epoch("all", i + 1, { loss }));
    const runs = [history([4, 2]), history([2])].map((one, i) => ({ ...cascade, fold: i + 1, history: one }));
    const figure = plots.trainingCurves({ ...report, runs }, { approaches: ["cascade"] });
    expect(figure.data.find((trace) => trace.name === "all")).toMatchObject({ x: [1, 2], y: [3, 2] });
  });

  test("says what there is when asked for a figure that is not there", () => {
    expect(() => plots.trainingCurves(cascade.history, { metrics: ["f1"] })).toThrow(
      /metrics may be loss, accuracy/,
    );
    expect(() => plots.trainingCurves([])).toThrow(/train the model first/);
  });
});

describe("routeSankey", () => {
  test("loses no sample on the way", () => {
    const { link } = plots.routeSankey(cascade.routes!).data[0] as unknown as {
      link: { source: number[]; target: number[]; value: number[] };
    };
    const n = cascade.routes!.branches.length;
    const through = (test: (i: number) => boolean) =>
      link.value.reduce((sum, value, i) => sum + (test(i) ? value : 0), 0);
    expect(through((i) => link.target[i]! < 2 * n)).toBe(180);
    expect(through((i) => link.target[i]! >= 2 * n)).toBe(180);
    expect(through((i) => link.target[i] === 2 * n)).toBe(Math.round(cascade.accuracy.whole * 180));
  });

  test("says so when nothing is routed", () => {
    expect(() => plots.routeSankey(report, { approach: "flat" })).toThrow(/"flat" routes samples/);
    expect(() => plots.routeSankey({ branches: ["a"], flow: [[0]], right: [[0]] })).toThrow(
      /no sample was routed/,
    );
  });
});

test("confusionMatrix refuses numbers that do not fit the classes", () => {
  expect(() => plots.confusionMatrix([[1, 2]], ["a", "b"])).toThrow(/1 rows .* for 2 classes/);
});
