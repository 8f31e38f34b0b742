import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { runCompare } from "../../src/cli/compare";
import type { Report } from "../../src/compare";

const experiment = {
  name: "Drawn animals",
  data: { format: "synthetic", samples: 60, size: 16 },
  task: {
    target: "breed",
    gate: "species",
    classes: ["persian", "siamese", "bengal", "beagle", "boxer", "pug"],
    groups: { cat: ["persian", "siamese", "bengal"], dog: ["beagle", "boxer", "pug"] },
  },
  blocks: { trunk: ["flatten"], branch: [{ type: "dense", units: 4 }] },
  approaches: { flat: {}, "cascade, joint": { type: "cascade", decode: "joint" } },
  training: { epochs: 1 },
  repeats: { folds: 2 },
};

let folder: string;
let file: string;
let printed: { out: string; error: string };

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "espalier-cli-"));
  file = path.join(folder, "animals.experiment.json");
  await writeFile(file, JSON.stringify(experiment));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

/** What the command prints goes to `printed`. */
function listen(): void {
  printed = { out: "", error: "" };
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed.out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    printed.error += String(text);
    return true;
  });
}

describe("espalier compare", () => {
  it("prints a table, writes the report, and goes on from a file of runs", async () => {
    const out = path.join(folder, "report.json");
    const runs = path.join(folder, "runs.json");
    listen();
    expect(await runCompare(file, { out, runs })).toBe(0);
    expect(printed.out).toMatch(/^Drawn animals\napproach +accuracy/);
    expect(printed.out).toMatch(/^flat +\d\.\d{3} ± \d\.\d{3}/m);
    expect(printed.error).toMatch(/flat, seed 1, fold 1: accuracy \d\.\d{3}\n/);
    const report = JSON.parse(await readFile(out, "utf8")) as Report;
    expect(report.runs).toHaveLength(4);

    listen();
    expect(await runCompare(file, { runs, json: true })).toBe(0);
    expect(printed.error.match(/from the runs file/g)).toHaveLength(4);
    expect((JSON.parse(printed.out) as Report).summary).toEqual(report.summary);
  });

  it("writes the graphs of the approaches and runs nothing", async () => {
    listen();
    const graphs = path.join(folder, "graphs");
    expect(await runCompare(file, { graphs })).toBe(0);
    expect(await readdir(graphs)).toEqual(["cascade-joint.graph.json", "flat.graph.json"]);
    expect(printed.out).toBe("");
  });

  it("writes no graph where two would have one name", async () => {
    const twins = path.join(folder, "twins.experiment.json");
    const approaches = { "a b": { type: "flat" }, "a-b": { type: "cascade" } };
    await writeFile(twins, JSON.stringify({ ...experiment, approaches }));
    const graphs = path.join(folder, "none");
    await expect(runCompare(twins, { graphs })).rejects.toThrow(/"a b" and "a-b" would both be/);
    expect(existsSync(graphs)).toBe(false);
  });

  it("exits with 1 where a run failed, and says which", async () => {
    const wild = path.join(folder, "wild.experiment.json");
    const training = { epochs: 3, optimizer: { type: "sgd", learningRate: 1e30 } };
    await writeFile(
      wild,
      JSON.stringify({ ...experiment, approaches: { flat: {}, wild: { type: "flat", training } } }),
    );
    listen();
    expect(await runCompare(wild, {})).toBe(1);
    expect(printed.error).toMatch(/wild, seed 1, fold 1 failed: .*not finite/);
    expect(printed.out).toMatch(/2 runs failed/);
  });

  it("shows a problem with its line", async () => {
    const broken = path.join(folder, "broken.experiment.json");
    const text = JSON.stringify({ ...experiment, blocks: { trunk: [] } }, undefined, 2);
    await writeFile(broken, text);
    const line = text.split("\n").findIndex((each) => each.includes('"trunk"')) + 1;
    await expect(runCompare(broken, {})).rejects.toThrow(
      `${broken}:${line}:14 /blocks/trunk: the trunk has no layers`,
    );
  });
});
