import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { readFileSync } from "node:fs";
import { Validator, type Schema } from "jsonschema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend";
import { compare, formatDocument, prepareExperiment, verdict, type Report } from "../../../src/compare";
import type { Dataset } from "../../../src/data/dataset";
import { comparisonTable } from "../../../src/view";
import { formatNotice } from "../../../src/notice";
import { pets } from "../pets";
import { pictures } from "../pictures";

const schema = JSON.parse(
  readFileSync(path.join(__dirname, "../../../schemas/report.schema.json"), "utf8"),
) as Schema;

let folder = "";
beforeAll(async () => {
  await useBackend();
  folder = await mkdtemp(path.join(tmpdir(), "espalier-notices-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const training = { batchSize: 8, epochs: 1 };
const textOf = (report: Report): string => String(comparisonTable(report));

function expectValid(report: Report): void {
  const { errors } = new Validator().validate(JSON.parse(JSON.stringify(report)), schema);
  expect(errors.map(String)).toEqual([]);
}

/** Only the samples with these labels. */
function only(data: Dataset, labels: readonly number[]): Dataset {
  const kept = [...data.labels.breed!.keys()].filter((i) => labels.includes(data.labels.breed![i]!));
  const { shape, data: pixels } = data.inputs.image!;
  const image = Float32Array.from(kept.flatMap((i) => [...pixels.subarray(i * 64, (i + 1) * 64)]));
  return {
    ...data,
    size: kept.length,
    inputs: { image: { shape, data: image } },
    labels: { breed: Int32Array.from(kept, (i) => data.labels.breed![i]!) },
  };
}

describe("the notices of a comparison", () => {
  it("are none where all is well", async () => {
    const report = await compare(
      pets({ approaches: { flat: {} }, training, repeats: { folds: 2, seeds: 2 } }),
      { data: pictures(8) },
    );
    expect(report).not.toHaveProperty("notices");
    expect(report.runs.every((run) => run.notices === undefined)).toBe(true);
  });

  it("name what no sample was there for, once, in report, table and verdict", async () => {
    const told: string[] = [];
    const report = await compare(
      pets({
        approaches: { flat: {}, sharedBackbone: {} },
        training: { ...training, epochs: 8, optimizer: { type: "adam", learningRate: 0.02 } },
        repeats: { folds: 2, seeds: 1 },
      }),
      { data: only(pictures(8), [0, 1, 4]), onNotice: (notice) => told.push(formatNotice(notice)) },
    );
    expectValid(report);
    const lines = (report.notices ?? []).map(({ code, where, count }) => `${code} ${where} ${count}`);
    expect(lines).toContain("classWithoutSamples breed 4");
    expect(lines).toContain("classWithoutTestSamples breed 4");
    expect(new Set(told).size).toBe(told.length);
    const branch = report.notices!.find(({ code }) => code === "branchNeverChosen");
    expect(branch).toMatchObject({ approach: "sharedBackbone", where: "breed" });
    for (const text of [textOf(report), verdict(report).join("\n")]) {
      expect(text).toMatch(
        /^Note: breed: no training sample has the label pug or boxer; .* \(4 times\)\.?$/m,
      );
      expect(text).toMatch(/^Note: sharedBackbone, breed: the gate never chooses the branch dog; /m);
    }
  });

  it("are kept with runs that a file held already", async () => {
    const spec = pets({ approaches: { flat: {} }, training, repeats: {} });
    const options = { data: only(pictures(8), [0, 1, 2, 3]), runsFile: path.join(folder, "runs.json") };
    const first = await compare(spec, options);
    const again = await compare(spec, options);
    expect(first.notices).toHaveLength(2);
    expect(again.notices).toEqual(first.notices);
  });

  it("say that an approach trains otherwise than the experiment, and how", async () => {
    const experiment = pets({
      approaches: { flat: {}, mine: { type: "graph", file: "mine.graph.json" } },
      training,
      repeats: {},
    });
    const { graphs } = await prepareExperiment(pets({ approaches: { flat: {} } }), { data: pictures(8) });
    const write = (training: object) =>
      writeFile(path.join(folder, "mine.graph.json"), formatDocument({ ...graphs.flat!, training }));
    await write({ batchSize: 8, epochs: 3, optimizer: { type: "sgd", learningRate: 0.1 } });
    const report = await compare(experiment, { data: pictures(8), folder });
    expectValid(report);
    expect(report.notices).toMatchObject([{ code: "trainsOtherwise", approach: "mine", count: 1 }]);
    expect(textOf(report)).toMatch(
      /^Note: mine: it trains otherwise than the experiment says: epochs 3 in place of 1; optimizer sgd \(learningRate 0.1\) in place of adam \(/m,
    );
    await write({ batchSize: 8, epochs: 1 });
    expect(await compare(experiment, { data: pictures(8), folder })).not.toHaveProperty("notices");
  });
});

describe("uneven classes", () => {
  it("bring balanced accuracy, macro F1 and the majority beside accuracy", async () => {
    const many = pictures(40);
    const kept = only(many, [0]);
    const uneven = { ...many, ...joined(kept, pictures(4, 2)) };
    const spec = pets({ approaches: { flat: {} }, training, repeats: { folds: 2 } });
    const report = await compare(spec, { data: uneven });
    expectValid(report);
    expect(report.task.samples).toEqual([44, 4, 4, 4, 4]);
    const text = textOf(report);
    expect(text).toMatch(/accuracy +balanced accuracy +macro F1/);
    expect(text).toContain("always answering siamese would be right for 0.733");
    expect(verdict(report)[1]).toMatch(
      /^The classes are uneven: always answering siamese would be right for 73.3 %. By balanced accuracy, .*flat was best/,
    );
    // Even classes: the columns would say the same as accuracy.
    const even = await compare(spec, { data: pictures(8) });
    expect(textOf(even)).not.toMatch(/balanced|macro/);
    expect(verdict(even).join()).not.toContain("uneven");
  });
});

function joined(a: Dataset, b: Dataset): Pick<Dataset, "size" | "inputs" | "labels"> {
  const image = Float32Array.of(...a.inputs.image!.data, ...b.inputs.image!.data);
  return {
    size: a.size + b.size,
    inputs: { image: { shape: [8, 8, 1], data: image } },
    labels: { breed: Int32Array.of(...a.labels.breed!, ...b.labels.breed!) },
  };
}

describe("options of compare that are none", () => {
  const never = (value: unknown): never => value as never;

  it.each<[string, unknown, RegExp]>([
    ["a slip", { runFile: "runs.json" }, /^compare has no option "runFile"; its options are data, folder/],
    ["seeds", { seeds: 3 }, /^compare has no option "seeds"; seeds belongs into the experiment itself/],
    ["a wrong value", { runsFile: true }, /^compare: runsFile is true; give a string/],
    ["a promise of samples", { data: Promise.resolve(pictures(2)) }, /needs samples, and this is a promise/],
  ])("are refused: %s", async (_, options, message) => {
    await expect(compare(pets(), never(options))).rejects.toThrow(message);
  });

  it("and a promise of an experiment", async () => {
    await expect(compare(never(Promise.resolve(pets())))).rejects.toThrow(/compare needs an experiment/);
    await expect(prepareExperiment(pets(), never({ dat: 1 }))).rejects.toThrow(/has no option "dat"/);
  });
});
