/* A runs file loses nothing, whoever writes to it, and takes nothing for a run that was not written so. */
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readReport, saveReport, type Report } from "../../../src/compare";
import { RunStore } from "../../../src/compare/runs/runs-file";
import { formatRun } from "../../../src/compare/runs/stored-run";
import { EspalierError } from "../../../src/errors";
import { finishedRun } from "../finished-run";

const VERSION_1 = path.join(__dirname, "../../fixtures/version-1");

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "espalier-runs-"));
  file = path.join(folder, "runs.json");
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function filled(count: number): Promise<void> {
  const store = await RunStore.open(file);
  for (let seed = 1; seed <= count; seed++) await store.add(`key ${seed}`, finishedRun(seed));
}

/** The seeds of the runs that a file holds, of the first `count`. */
async function held(count: number): Promise<number[]> {
  const store = await RunStore.open(file);
  return Array.from({ length: count }, (_, i) => store.get(`key ${i + 1}`)?.record.seed ?? 0);
}

describe("a runs file", () => {
  test("gives back what went in, figures that are no numbers included", async () => {
    await filled(2);
    const store = await RunStore.open(file);
    expect(store.get("key 1")).toEqual(finishedRun(1));
    expect(store.get("key 2")).toEqual(finishedRun(2));
    expect(store.get("key 3")).toBeUndefined();
    expect(readdirSync(folder)).toEqual(["runs.json"]);
  });

  test("keeps the runs of two comparisons that have it open at once", async () => {
    const one = await RunStore.open(file);
    const other = await RunStore.open(file);
    const adding: Promise<void>[] = [];
    for (let seed = 1; seed <= 20; seed++)
      adding.push((seed % 2 ? one : other).add(`key ${seed}`, finishedRun(seed)));
    await Promise.all(adding);
    expect(await held(20)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  test("goes on from the first of two runs with one key", async () => {
    await filled(1);
    const again = finishedRun(1);
    appendFileSync(file, `${formatRun("key 1", { ...again, record: { ...again.record, fold: 7 } })}\n`);
    expect((await RunStore.open(file)).get("key 1")!.record.fold).toBe(1);
  });

  test("loses only the line that was cut off, wherever it was, and goes on after it", async () => {
    await filled(2);
    const whole = readFileSync(file);
    const last = whole.subarray(0, -1).lastIndexOf(10) + 1;
    const first = whole.indexOf(10) + 1;
    for (const length of [0, 1, first - 1, first, last, last + 1, last + 500, whole.length - 1]) {
      writeFileSync(file, whole.subarray(0, length));
      const expected = length < last ? [0, 0] : [1, 0];
      expect(await held(2), `${length} bytes`).toEqual(expected);
      const store = await RunStore.open(file);
      await store.add("key 3", finishedRun(3));
      expect(await held(3), `${length} bytes`).toEqual([...expected, 3]);
    }
  });

  test("is refused where anything in it was changed", async () => {
    await filled(2);
    const text = readFileSync(file, "utf8");
    for (const [from, to] of [
      ['"whole":0.75', '"whole":2'],
      ['"seed":1', '"seed":9'],
      ['"right":"1011"', '"right":"1111"'],
      ['{"sha256"', '{"sha257"'],
      ["\n{", "\n\n{"],
      ['"record"', '"record":1,"record"'],
    ] as const) {
      expect(text).toContain(from);
      writeFileSync(file, text.replace(from, to));
      await expect(RunStore.open(file), to).rejects.toThrow(EspalierError);
    }
    writeFileSync(file, text.replace('"seed":2', '"seed":9'));
    await expect(RunStore.open(file)).rejects.toThrow(
      `${file}, line 3: its content does not have its checksum; the file is damaged`,
    );
  });

  test("is refused where a run contradicts itself, whatever its checksum", async () => {
    const run = finishedRun(1);
    const accuracy = (whole: number): object => ({ ...run.record.accuracy, whole });
    for (const record of [
      { ...run.record, accuracy: accuracy(2) },
      { ...run.record, accuracy: accuracy(0.5) },
      { ...run.record, confusion: [[2, 1]] },
      {
        ...run.record,
        confusion: [
          [2, 1],
          [1, 0],
        ],
      },
      { ...run.record, history: [{ phase: "gate", epoch: 0, seconds: 1, figures: {} }] },
      { ...run.record, seconds: { train: -1, predict: 0 } },
      { ...run.record, more: 1 },
    ]) {
      rmSync(file, { force: true });
      await filled(1);
      appendFileSync(file, `${formatRun("key 2", { ...run, record: record as typeof run.record })}\n`);
      await expect(RunStore.open(file), JSON.stringify(record)).rejects.toThrow(EspalierError);
    }
  });

  test("is not written over another file, also where it became one meanwhile", async () => {
    for (const text of ["precious", '{"format":"something"}\n', "[]"]) {
      writeFileSync(file, text);
      await expect(RunStore.open(file)).rejects.toThrow("this is no file of runs");
      rmSync(file);
      const store = await RunStore.open(file);
      writeFileSync(file, text);
      await expect(store.add("key 1", finishedRun(1))).rejects.toThrow("this is no file of runs");
      expect(readFileSync(file, "utf8")).toBe(text);
    }
  });

  test("of version 1 is refused with what to do", async () => {
    copyFileSync(path.join(VERSION_1, "runs.json"), file);
    await expect(RunStore.open(file)).rejects.toThrow(
      /an earlier version of Espalier wrote these runs.*name another file, or remove this one/,
    );
  });

  test.runIf(existsSync("/dev/full"))("that cannot be written to says so", async () => {
    await filled(1);
    const store = await RunStore.open(file);
    rmSync(file);
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "a file in place of the folder");
    await expect(store.add("key 2", finishedRun(2))).rejects.toThrow("cannot be written");
  });
});

describe("a report", () => {
  const old = path.join(VERSION_1, "report.json");

  test("of version 1 is read by its schema, saved with a checksum, and read again", async () => {
    const report = await readReport(old);
    expect(report.runs).toHaveLength(4);
    await saveReport(report, file);
    const again = await readReport(file);
    expect(again).toEqual({ ...report, version: 2, sha256: again.sha256 });
    // Its layout is nobody's business.
    writeFileSync(file, JSON.stringify(again));
    expect(await readReport(file)).toEqual(again);
    await saveReport(again, file);
    expect(await readReport(file)).toEqual(again);
  });

  test("is refused where its content is another", async () => {
    await saveReport(await readReport(old), file);
    const text = readFileSync(file, "utf8");
    for (const [from, to] of [
      [/"whole": [\d.]+/, '"whole": 1'],
      [/"version": 2/, '"version": 3'],
      [/ *"version": 2,\n/, ""],
      [/,\n *"sha256".*\n/, "\n"],
      [/"name"/, '"nome"'],
    ] as const) {
      expect(text).toMatch(from);
      writeFileSync(file, text.replace(from, to));
      await expect(readReport(file), to).rejects.toThrow(EspalierError);
    }
  });

  test("leaves out figures that are no numbers, for JSON has none", async () => {
    const report: Report = { ...(await readReport(old)), runs: [finishedRun(1).record] };
    await saveReport(report, file);
    expect((await readReport(file)).runs[0]!.history[0]!.figures).toEqual({ loss: 0.5 });
  });
});
