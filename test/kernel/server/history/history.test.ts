import { appendFileSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { History } from "../../../../kernel-ext/kernel/src/server/history/history";

const folder = mkdtempSync(join(tmpdir(), "espalier-history-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

let files = 0;
const newPath = () => join(folder, `${++files}`, "history.jsonl");

function history(path: string | undefined): { history: History; warnings: string[] } {
  const warnings: string[] = [];
  return {
    history: new History(path, { warn: (text) => warnings.push(text), debug: () => undefined }),
    warnings,
  };
}

const tail = { hist_access_type: "tail", n: 100_000 };

describe("the history in a file", () => {
  it("is there for the next session, and for one that runs beside this", async () => {
    const path = newPath();
    const first = history(path).history;
    first.add(1, "let a = 1\nlet b");
    await first.settled();
    const second = history(path).history;
    second.add(1, "b");
    await second.settled();
    const rows = [
      [1, 1, "let a = 1\nlet b"],
      [2, 1, "b"],
    ];
    expect(await second.query(tail)).toEqual(rows);
    expect(await first.query(tail)).toEqual(rows);
  });

  it("is whole when kernels write at once, each with a session of its own", async () => {
    const path = newPath();
    const writers = Array.from({ length: 4 }, () => history(path));
    for (let cell = 1; cell <= 50; cell++) {
      for (const [at, { history: writer }] of writers.entries())
        writer.add(cell, `${at}: ${"x".repeat(cell * 200)}`);
      if (cell % 10 === 0) await Promise.all(writers.map(({ history: writer }) => writer.settled()));
    }
    await Promise.all(writers.map(({ history: writer }) => writer.settled()));
    const rows = await history(path).history.query(tail);
    expect(rows).toHaveLength(200);
    expect(new Set(rows.map(([session]) => session)).size).toBe(4);
    expect(new Set(rows.map(([session, line]) => `${session}/${line}`)).size).toBe(200);
    for (const line of readFileSync(path, "utf8").trimEnd().split("\n"))
      expect(() => JSON.parse(line) as unknown).not.toThrow();
    expect(writers.flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  it("passes over lines that somebody cut or changed, and writes behind them", async () => {
    const path = newPath();
    const first = history(path).history;
    first.add(1, "kept");
    await first.settled();
    appendFileSync(path, '[1]\n"x"\n{"session":"one","line":1,"code":"?"}\n{"session":1,"line":2,"co');
    const second = history(path).history;
    second.add(1, "new");
    await second.settled();
    expect(await history(path).history.query(tail)).toEqual([
      [1, 1, "kept"],
      [2, 1, "new"],
    ]);
  });

  it("is cut to its newest half when it is too long", async () => {
    const path = newPath();
    await history(path).history.settled();
    const line = (number: number) => JSON.stringify({ session: 1, line: number, code: `${number}` });
    writeFileSync(path, Array.from({ length: 20_001 }, (_, at) => `${line(at + 1)}\n`).join(""));
    const next = history(path).history;
    next.add(1, "new");
    const rows = await next.query(tail);
    expect(rows).toHaveLength(10_001);
    expect(rows.slice(-2)).toEqual([
      [1, 20_001, "20001"],
      [2, 1, "new"],
    ]);
  });

  it("does not wait for the lock of a kernel that died with it", async () => {
    const path = newPath();
    await history(path).history.settled();
    writeFileSync(`${path}.lock`, "");
    const old = new Date(Date.now() - 60_000);
    utimesSync(`${path}.lock`, old, old);
    const { history: next, warnings } = history(path);
    next.add(1, "1");
    await next.settled();
    expect(await next.query(tail)).toEqual([[2, 1, "1"]]);
    expect(warnings).toEqual([]);
  });

  it("that cannot be written costs one warning and no cell", async () => {
    const blocked = join(folder, "a file");
    writeFileSync(blocked, "");
    const { history: next, warnings } = history(join(blocked, "history.jsonl"));
    next.add(1, "1");
    next.add(2, "2");
    await next.settled();
    expect(await next.query(tail)).toEqual([
      [1, 1, "1"],
      [1, 2, "2"],
    ]);
    expect(warnings).toEqual([expect.stringMatching(/kept in memory only: .*a file/)]);
  });
});

describe("the history without a file", () => {
  it("knows this session and its results", async () => {
    const { history: own } = history(undefined);
    own.add(1, "1 + 1");
    own.addOutput(1, "2");
    expect(await own.query({ ...tail, output: true })).toEqual([[1, 1, ["1 + 1", "2"]]]);
  });
});
