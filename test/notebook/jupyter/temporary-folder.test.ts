import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { temporaryFolder } from "../../../src/notebook/jupyter/temporary-folder";
import { temporaryFolder as testFolder } from "../../e2e/notebooks";

const { path: parent, remove } = testFolder();
afterAll(remove);

it("removes what processes left that have ended, and nothing else", () => {
  const { path, remove: removeOwn } = temporaryFolder(parent);
  expect(statSync(path).mode & 0o077).toBe(0);
  const named = (from: string, to: string) => join(parent, basename(path).replace(from, to));
  const ended = spawnSync(process.execPath, ["-e", ""]).pid;
  const own = `-${process.pid}-`;
  const left = named(own, `-${ended}-`);
  const kept = [
    named(own, `-${process.ppid}-`),
    // Counted on another machine or in another container.
    named(/kernel-\w+/.exec(path)![0], "kernel-00000000").replace(own, `-${ended}-`),
    join(parent, `espalier-kernel-${ended}`),
    join(parent, "something"),
  ];
  for (const folder of [left, ...kept]) mkdirSync(folder);
  writeFileSync(join(left, "connection.json"), "{}");
  const link = `${left.slice(0, -6)}abcdef`;
  symlinkSync(join(parent, "something"), link);
  const next = temporaryFolder(parent);
  expect(existsSync(left)).toBe(false);
  for (const folder of [path, link, ...kept]) expect(existsSync(folder), folder).toBe(true);
  next.remove();
  removeOwn();
  expect([existsSync(next.path), existsSync(path)]).toEqual([false, false]);
});
