import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend";
import { randomStream } from "../../../src/backend/random";
import { compare, formatDocument, prepareExperiment } from "../../../src/compare";
import { build, Model } from "../../../src/model";
import type { ExperimentSpec, TableDataSpec } from "../../../src/spec/language";
import { train } from "../../../src/train";

/** Standard deviations of 13 measurements in units of their own, as a laboratory's table has them. */
const SPREADS = [0.8, 1.1, 0.27, 3.3, 14, 0.6, 1, 0.12, 0.57, 2.3, 0.23, 0.7, 315];
const columns = SPREADS.map((_, i) => `measure ${i}`);
const classes = ["a", "b", "c"];

/** 178 rows of three kinds that all but the widest column tell apart a little. */
function csv(): string {
  const random = randomStream(11, "laboratory");
  const lines = Array.from({ length: 178 }, (_, row) => {
    const kind = row % 3;
    const cells = SPREADS.map((spread, i) => {
      const signal = i === 12 ? 0 : 1.2 * Math.cos(2.1 * kind + i);
      return (spread * (signal + random.normal() + 2.5)).toFixed(4);
    });
    return [...cells, classes[kind]!].join(",");
  });
  return [[...columns, "kind"].join(","), ...lines].join("\n");
}

let folder = "";
beforeAll(async () => {
  await useBackend();
  folder = await mkdtemp(path.join(tmpdir(), "espalier-table-"));
  await writeFile(path.join(folder, "table.csv"), csv());
});
afterAll(() => rm(folder, { recursive: true }));

const experiment = (data: Partial<TableDataSpec> = {}): ExperimentSpec => ({
  data: { format: "table", path: "table.csv", columns, label: "kind", ...data },
  task: { input: "table", target: "kind", classes, groups: { one: ["a"], others: ["b", "c"] } },
  blocks: { trunk: [{ type: "dense", units: 16, activation: "relu" }] },
  approaches: { flat: {} },
  training: { epochs: 30, batchSize: 16, optimizer: { type: "adam", learningRate: 0.005 } },
  repeats: { seeds: 2, testShare: 0.3 },
});

async function accuracy(data?: Partial<TableDataSpec>): Promise<number> {
  const report = await compare(experiment(data), { folder });
  return report.summary["flat"]!.whole!.mean;
}

describe("an experiment on a table whose columns are very different", () => {
  it("is standardised by default and learns; left as it is it hardly does", async () => {
    expect(await accuracy()).toBeGreaterThan(0.93);
    expect(await accuracy({ scale: "minMax" })).toBeGreaterThan(0.85);
    expect(await accuracy({ scale: "none" })).toBeLessThan(0.75);
  });

  it("says so in one line, with the columns by name; not where it was asked for, or columns are alike", async () => {
    const { notices } = await prepareExperiment(experiment(), { folder });
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatchObject({ code: "tableScaled", where: "/data" });
    expect(notices[0]!.message).toMatch(
      /standard deviations from 0\.1\d+ \("measure 7"\) to \d{3} \("measure 12"\)\), so each is brought to mean 0/,
    );
    for (const scale of ["standard", "minMax", "none"] as const) {
      const prepared = await prepareExperiment(experiment({ scale }), { folder });
      expect(prepared.notices).toEqual([]);
      expect(prepared.graphs["flat"]!.inputs["table"]).toEqual({ shape: [13], scale });
    }
    const alike = await prepareExperiment(experiment({ columns: ["measure 0", "measure 1", "measure 5"] }), {
      folder,
    });
    expect(alike.notices).toEqual([]);
    expect(alike.graphs["flat"]!.inputs["table"]).toEqual({ shape: [3], scale: "none" });
  });

  it("derives graphs that say it, and train alone to the same numbers", async () => {
    const { graphs, compiled, data } = await prepareExperiment(experiment(), { folder });
    expect(graphs["flat"]!.inputs["table"]).toEqual({ shape: [13], scale: "standard" });
    const file = path.join(folder, "flat.graph.json");
    await writeFile(file, formatDocument(graphs["flat"]!));
    const alone = await build(file, { seed: 4 });
    const within = Model.build(compiled["flat"]!, { seed: 4 });
    expect(alone.graph.inputs).toEqual(compiled["flat"]!.inputs);
    await train(alone, data);
    await train(within, data);
    expect(within.hostWeights()).toEqual(alone.hostWeights());
    expect(within.predict(data)).toEqual(alone.predict(data));
    within.dispose();
    alone.dispose();
  });
});
