import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { Validator, type Schema } from "jsonschema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { compare, formatDocument, prepareExperiment, type Report, type RunEvent } from "../../src/compare";
import type { ExperimentSpec } from "../../src/spec/language";
import type { ProgressEvent } from "../../src/train";
import { pets } from "./pets";
import { pictures } from "./pictures";

const schema = JSON.parse(
  readFileSync(path.join(__dirname, "../../schemas/report.schema.json"), "utf8"),
) as Schema;

const data = pictures(12);
const quick = pets({
  approaches: { ...pets().approaches, "cascade, joint": { type: "cascade", decode: "joint" } },
  training: { optimizer: { type: "adam", learningRate: 0.01 }, batchSize: 8, epochs: 12 },
  repeats: { seeds: 1, folds: 3 },
});

/** A report without what differs from one time to the next: dates and seconds. */
function numbersOf(report: Report): unknown {
  const { runs, pairs, approaches } = report;
  return {
    pairs,
    approaches,
    runs: runs.map(({ history, ...run }) => ({
      ...run,
      seconds: undefined,
      history: history.map(({ phase, epoch, figures }) => ({ phase, epoch, figures })),
    })),
  };
}

function expectValid(report: Report): void {
  const { errors } = new Validator().validate(JSON.parse(JSON.stringify(report)), schema);
  expect(errors.map(String)).toEqual([]);
}

let folder: string;
beforeAll(async () => {
  await useBackend();
  folder = await mkdtemp(path.join(tmpdir(), "espalier-compare-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("compare", () => {
  let report: Report;
  let tensors: number;
  const progress: ProgressEvent[] = [];
  const ends: (string | undefined)[] = [];
  beforeAll(async () => {
    const before = tf.memory().numTensors;
    report = await compare(quick, {
      data,
      progress: { update: (event) => progress.push(event), end: (message) => ends.push(message) },
    });
    tensors = tf.memory().numTensors - before;
  }, 600_000);

  it("runs every approach on every fold and says what came out, by the schema of reports", () => {
    expectValid(report);
    expect(report.runs).toHaveLength(15);
    expect(report).not.toHaveProperty("failures");
    expect(report).not.toHaveProperty("missing");
    expect(report.runs.every(({ samples }) => samples.train === 40 && samples.test === 20)).toBe(true);
  });

  it("leaves no tensor behind", () => {
    expect(tensors).toBe(0);
  });

  it("learns: bars under noise are no hard task", () => {
    for (const name of ["flat", "cascade", "sharedBackbone", "alternating"]) {
      expect(report.summary[name]!.whole!.mean, name).toBeGreaterThan(0.8);
      expect(report.summary[name]!.whole!.count).toBe(3);
    }
  });

  it("keeps its own books: parts of the accuracy agree with the tables", () => {
    for (const run of report.runs) {
      const total = run.confusion.flat().reduce((a, b) => a + b, 0);
      const right = run.confusion.reduce((sum, row, i) => sum + row[i]!, 0);
      expect(total).toBe(run.samples.test);
      expect(run.accuracy.whole).toBeCloseTo(right / total, 12);
      if (!run.routes) continue;
      const flow = run.routes.flow.flat().reduce((a, b) => a + b, 0);
      const stayed = run.routes.flow.reduce((sum, row, i) => sum + row[i]!, 0);
      expect(run.accuracy.gate).toBeCloseTo(stayed / flow, 12);
      const kept = run.routes.right.flat().reduce((a, b) => a + b, 0);
      expect(kept).toBe(right);
      // Greedy routing can only lose against a perfect gate.
      if (run.approach !== "cascade, joint") {
        expect(run.accuracy.oracle).toBeGreaterThanOrEqual(run.accuracy.whole);
      }
    }
  });

  it("has the same gate and branches whichever way they are decoded", () => {
    for (const fold of [1, 2, 3]) {
      const [greedy, joint] = ["cascade", "cascade, joint"].map((name) =>
        report.runs.find((run) => run.approach === name && run.fold === fold)!,
      );
      expect(joint!.accuracy.gate).toBe(greedy!.accuracy.gate);
      expect(joint!.accuracy.oracle).toBe(greedy!.accuracy.oracle);
      expect(joint!.accuracy.branches).toEqual(greedy!.accuracy.branches);
    }
  });

  it("counts what approaches cost: a cascade runs the branch that was taken, a shared backbone all", () => {
    const cost = (name: string) => report.approaches.find((approach) => approach.name === name)!;
    expect(cost("flat").flops.expected).toBe(cost("flat").flops.all);
    expect(cost("sharedBackbone").flops.expected).toBe(cost("sharedBackbone").flops.all);
    expect(cost("cascade").flops.expected).toBeLessThan(cost("cascade").flops.all);
    expect(cost("cascade, joint").flops.expected).toBe(cost("cascade, joint").flops.all);
    expect(cost("cascade").parameters).toBeGreaterThan(cost("flat").parameters);
  });

  it("compares each pair over the same runs", () => {
    expect(report.pairs).toHaveLength(10);
    for (const { first, second, difference, standardError } of report.pairs) {
      const wholes = (name: string): number => report.summary[name]!.whole!.mean;
      expect(difference).toBeCloseTo(wholes(first) - wholes(second), 12);
      // Absent where all differences are the same.
      expect(standardError ?? 1).toBeGreaterThan(0);
    }
  });

  it("shows one progress from the first run to the last", () => {
    const shares = progress.map(({ done, total }) => done / total);
    expect(shares.every((share, i) => i === 0 || share >= shares[i - 1]!)).toBe(true);
    expect(shares.at(-1)).toBeCloseTo(1, 10);
    expect(progress[0]!.phase).toBe("run 1 of 15: flat, seed 1, fold 1, train");
    expect(ends).toEqual([undefined]);
  });

  it("gives the same numbers again", async () => {
    const flat: ExperimentSpec = { ...quick, approaches: { flat: {}, cascade: {} } };
    const [first, second] = [await compare(flat, { data }), await compare(flat, { data })];
    expect(numbersOf(second)).toEqual(numbersOf(first));
    // Which other approaches are compared changes nothing for an approach.
    const alone = report.runs.filter(({ approach }) => approach === "cascade");
    expect(
      first.runs.filter(({ approach }) => approach === "cascade").map(({ accuracy }) => accuracy),
    ).toEqual(alone.map(({ accuracy }) => accuracy));
  });
});

describe("an interrupted comparison", () => {
  const spec: ExperimentSpec = { ...quick, approaches: { flat: {}, cascade: {} } };

  it("reports what was finished, goes on from its runs file, and ends in the same numbers", async () => {
    const runsFile = path.join(folder, "runs.json");
    const whole = await compare(spec, { data });
    const controller = new AbortController();
    const begun: string[] = [];
    const part = await compare(spec, {
      data,
      runsFile,
      signal: controller.signal,
      progress: {
        update({ phase, done, total }) {
          if (begun.at(-1) !== phase) begun.push(phase);
          if (done / total > 2.5 / 6) controller.abort();
        },
        end: () => undefined,
      },
    });
    expectValid(part);
    expect(part.runs).toHaveLength(2);
    expect(part.missing).toBe(4);

    const events: RunEvent["kind"][] = [];
    const rest = await compare(spec, { data, runsFile, onRun: ({ kind }) => events.push(kind) });
    expect(events).toEqual(["reused", "reused", "finished", "finished", "finished", "finished"]);
    expect(numbersOf(rest)).toEqual(numbersOf(whole));

    // Another epoch is another experiment; another name is not.
    const renamed: RunEvent["kind"][] = [];
    const again = await compare(
      {
        ...spec,
        approaches: { baseline: { type: "flat" }, longer: { type: "cascade", training: { epochs: 1 } } },
      },
      { data, runsFile, onRun: ({ kind }) => renamed.push(kind) },
    );
    expect(renamed).toEqual(["reused", "finished", "reused", "finished", "reused", "finished"]);
    expect(again.runs.map(({ approach }) => approach).slice(0, 2)).toEqual(["baseline", "longer"]);
  });

  it("stops at Ctrl+C", async () => {
    const listeners = process.listenerCount("SIGINT");
    let pressed = false;
    const ends: (string | undefined)[] = [];
    const report = await compare(spec, {
      data,
      progress: {
        update({ done, total }) {
          if (pressed || done / total < 1.5 / 6) return;
          pressed = true;
          process.emit("SIGINT");
        },
        end: (message) => ends.push(message),
      },
    });
    expect(report.runs).toHaveLength(1);
    expect(report.missing).toBe(5);
    expect(ends).toEqual(["interrupted: finished runs are kept"]);
    expect(process.listenerCount("SIGINT")).toBe(listeners);
  });

  it("refuses to write runs over another file", async () => {
    const file = path.join(folder, "notes.json");
    await writeFile(file, '{ "notes": [] }');
    await expect(compare(spec, { data, runsFile: file })).rejects.toThrow(/no file of runs/);
    expect(await readFile(file, "utf8")).toBe('{ "notes": [] }');
  });
});

describe("a run that fails", () => {
  const approaches = {
    flat: {},
    wild: { type: "flat", training: { optimizer: { type: "sgd", learningRate: 1e30 } } },
  } as const;

  it("is reported, and the others go on", async () => {
    const before = tf.memory().numTensors;
    const report = await compare({ ...quick, approaches, repeats: {} }, { data });
    expectValid(report);
    expect(report.runs.map(({ approach }) => approach)).toEqual(["flat"]);
    expect(report.failures).toEqual([
      { approach: "wild", seed: 1, fold: 1, message: expect.stringMatching(/not finite/) as string },
    ]);
    expect(report).not.toHaveProperty("missing");
    expect(tf.memory().numTensors).toBe(before);
  });

  it("is an error where every run does", async () => {
    const { wild } = approaches;
    await expect(compare({ ...quick, approaches: { wild }, repeats: {} }, { data })).rejects.toThrow(
      /every run failed/,
    );
  });
});

describe("an approach of one's own", () => {
  const mine: ExperimentSpec = {
    ...quick,
    approaches: { flat: {}, mine: { type: "graph", file: "mine.graph.json" } },
    repeats: {},
  };

  it("is a graph file, such as one that was derived, saved and changed", async () => {
    const { graphs } = await prepareExperiment({ ...quick, approaches: { flat: {} } }, { data });
    await writeFile(path.join(folder, "mine.graph.json"), formatDocument(graphs.flat!));
    const report = await compare(mine, { data, folder });
    expectValid(report);
    const [flat, own] = report.runs;
    expect(own!.accuracy).toEqual(flat!.accuracy);
    expect(report.approaches.map(({ type }) => type)).toEqual(["flat", "graph"]);
    // One run each: the same answers, so nothing for McNemar's test to go by.
    expect(report.pairs).toEqual([
      { first: "flat", second: "mine", difference: 0, mcnemar: { onlyFirst: 0, onlySecond: 0, p: 1 } },
    ]);
  });

  it("may have a head over labels beside its answer, whose metrics stand in the history", async () => {
    const { graphs } = await prepareExperiment({ ...quick, approaches: { flat: {} } }, { data });
    const { targets, nodes, training } = graphs.flat!;
    const marked = {
      ...graphs.flat!,
      targets: { ...targets, marks: { labels: ["round", "dark"] } },
      nodes: { ...nodes, marks: { layers: ["flatten", { type: "head", target: "marks" }] } },
      training: { ...training, epochs: 1 },
    };
    await writeFile(path.join(folder, "mine.graph.json"), JSON.stringify(marked));
    const marks = Float32Array.from({ length: 2 * data.size }, (_, i) => (i % 3) - 1);
    const own = {
      ...data,
      labels: { ...data.labels, marks },
      classes: { ...data.classes, marks: ["dark", "round"] },
    };
    const report = await compare(
      { ...mine, approaches: { mine: mine.approaches.mine! } },
      { data: own, folder },
    );
    expectValid(report);
    const [run] = report.runs;
    expect(run!.accuracy.whole).toBeGreaterThanOrEqual(0);
    expect(Object.keys(run!.history[0]!.figures)).toContain("marks/labelAccuracy");
  });

  it("may number classes and groups in an order of its own", async () => {
    const approaches = { cascade: {} } as const;
    const { graphs } = await prepareExperiment({ ...quick, approaches }, { data });
    const written = graphs.cascade!;
    const turned = {
      ...written,
      targets: {
        breed: { classes: ["pug", "siamese", "goldfish", "boxer", "persian"] },
        species: {
          groups: "breed",
          classes: { fish: ["goldfish"], dog: ["boxer", "pug"], cat: ["siamese", "persian"] },
        },
      },
    };
    await writeFile(path.join(folder, "mine.graph.json"), JSON.stringify(turned));
    const report = await compare(
      { ...mine, approaches: { cascade: {}, mine: mine.approaches.mine! } },
      { data, folder },
    );
    expect(report.failures).toBeUndefined();
    const [derived, own] = report.runs;
    // Other initial weights of the heads: not the same answers, and as far from chance.
    expect(derived!.accuracy.whole).toBeGreaterThan(0.5);
    expect(own!.accuracy.whole).toBeGreaterThan(0.5);
    expect(own!.accuracy.gate).toBeGreaterThan(0.8);
    expect(own!.routes!.branches).toEqual(derived!.routes!.branches);
  });

  it.each([
    [
      "has other classes",
      { targets: { breed: { classes: 5 } } },
      /has other classes than the task: 0, 1, 2, 3 and 4 there, siamese, persian, pug, boxer and goldfish here; give it the classes of \/task, in any order/,
    ],
    [
      "groups otherwise",
      {
        targets: {
          breed: { classes: pets().task.classes },
          species: {
            groups: "breed",
            classes: { cat: ["siamese", "pug"], dog: ["persian", "boxer"], fish: ["goldfish"] },
          },
        },
      },
      /does not group the classes as the task does; write "species": \{"groups":"breed","classes":\{"cat":\["siamese","persian"\]/,
    ],
    ["has another input", { inputs: { picture: { shape: [8, 8, 1] } } }, /has no input "image"/],
    [
      "has another shape",
      { inputs: { image: { shape: [9, 9, 1] } } },
      /has no input "image" of shape \[8, 8, 1\]/,
    ],
    [
      "answers nothing",
      { nodes: { species: { layers: ["flatten", { type: "head", target: "species" }] } } },
      /nothing .* answers for all classes of "breed"/,
    ],
    [
      "has labels that do not exclude one another",
      {
        targets: { breed: { labels: pets().task.classes } },
        nodes: { breed: { layers: ["flatten", { type: "head", target: "breed" }] } },
      },
      /the target "breed" has labels, and the experiment compares answers for classes; train such graphs by themselves/,
    ],
    [
      "answers twice",
      {
        nodes: {
          one: { layers: ["flatten", { type: "head", target: "breed" }] },
          two: { layers: ["flatten", { type: "head", target: "breed" }] },
        },
      },
      /one and two all answer/,
    ],
    ["is no graph", { nodes: { breed: { layers: ["flaten"] } } }, /cannot be used/],
  ])("is refused where its file %s", async (_, change, message) => {
    const { graphs } = await prepareExperiment({ ...quick, approaches: { flat: {} } }, { data });
    await writeFile(path.join(folder, "mine.graph.json"), JSON.stringify({ ...graphs.flat, ...change }));
    await expect(compare(mine, { data, folder })).rejects.toThrow(message);
  });

  it("is refused where there is no such file", async () => {
    await expect(
      compare(
        { ...mine, approaches: { mine: { type: "graph", file: "none.graph.json" } } },
        { data, folder },
      ),
    ).rejects.toThrow(/^\/approaches\/mine\/file: .*no such file/);
  });
});

describe("data that does not fit", () => {
  it("is refused before anything runs", async () => {
    await expect(compare(quick, { data: { ...data, inputs: {} } })).rejects.toThrow(/no input "image"/);
    await expect(compare(quick, { data: { ...data, labels: {} } })).rejects.toThrow(
      /no class numbers for "breed"/,
    );
    const wrong = { breed: data.labels.breed!.map((label, i) => (i === 7 ? 9 : label)) as Int32Array };
    await expect(compare(quick, { data: { ...data, labels: wrong } })).rejects.toThrow(
      /sample 7 has the label 9/,
    );
    await expect(compare({ ...quick, repeats: { folds: 50 } }, { data })).rejects.toThrow(
      /fewer than the 50 folds/,
    );
  });
});
