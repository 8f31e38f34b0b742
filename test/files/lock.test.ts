import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { claim, locked, OWNER } from "../../src/files";

let folder: string;
const at = (name: string): string => path.join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "espalier-lock-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("of many actions on one file, one runs at a time", async () => {
  let inside = 0;
  let most = 0;
  const action = async (): Promise<void> => {
    most = Math.max(most, ++inside);
    await turn();
    inside--;
  };
  await Promise.all(Array.from({ length: 30 }, () => locked(at("runs"), action)));
  expect(most).toBe(1);
  expect(readdirSync(folder)).toEqual([]);
});

test("an action that fails gives the lock back", async () => {
  await expect(locked(at("x"), () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await locked(at("x"), () => Promise.resolve(7))).toBe(7);
});

test("a claim is one's own until it is given back", async () => {
  const release = await claim(at("x"), "trains with this checkpoint");
  await expect(claim(at("x"), "trains with this checkpoint")).rejects.toThrow(
    "something else in this process trains with this checkpoint; wait for it or name another file",
  );
  await release();
  await (
    await claim(at("x"), "trains")
  )();
  expect(readdirSync(folder)).toEqual([]);
});

test("the lock of a process that died is taken over, also by many at once", async () => {
  const { pid } = spawnSync(process.execPath, ["-e", "0"]);
  writeFileSync(at(".x.lock"), `${OWNER.replace(/-\d+-/, `-${pid}-`)} 00000000`);
  let count = 0;
  await Promise.all(
    Array.from({ length: 10 }, () =>
      locked(at("x"), async () => {
        const before = count;
        await turn();
        count = before + 1;
      }),
    ),
  );
  expect(count).toBe(10);
  expect(readdirSync(folder)).toEqual([]);
});

test("so is one that was never finished, once it is old", async () => {
  writeFileSync(at(".x.lock"), "");
  const old = new Date(Date.now() - 60_000);
  utimesSync(at(".x.lock"), old, old);
  expect(await locked(at("x"), () => Promise.resolve("done"))).toBe("done");
});

test("that of another machine is not, and the message says what to do", async () => {
  writeFileSync(at(".x.lock"), "00000000-1-1 00000000");
  await expect(locked(at("x"), () => Promise.resolve(), 20)).rejects.toThrow(
    `a process of another machine has been writing this file for 0.02 s; if there is none such, delete ${at(".x.lock")}`,
  );
  expect(existsSync(at(".x.lock"))).toBe(true);
});

test("what stands in a lock's place and is none is an error, not a reason to wait", async () => {
  mkdirSync(at(".x.lock"));
  const unwritable = /x: cannot be written \(EISDIR/;
  await expect(claim(at("x"), "trains")).rejects.toThrow(unwritable);
  await expect(locked(at("x"), () => Promise.resolve())).rejects.toThrow(unwritable);
});
