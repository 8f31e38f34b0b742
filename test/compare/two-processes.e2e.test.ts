import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { RunStore } from "../../src/compare/runs/runs-file";

/** A process that adds runs; `sees` resolves once it said so many. */
function writer(
  file: string,
  name: string,
  count: number,
): { child: ChildProcess; sees: (n: number) => Promise<void> } {
  const child = spawn(process.execPath, [path.join(__dirname, "writer.cjs"), file, name, String(count)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let lines = 0;
  child.stdout.setEncoding("utf8").on("data", (text: string) => (lines += text.split("\n").length - 1));
  return {
    child,
    sees: async (n) => {
      while (lines < n) await once(child.stdout, "data");
    },
  };
}

it("processes that share a runs file lose nothing, also where one is killed in the middle", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "espalier-runs-"));
  const file = path.join(folder, "runs.json");
  try {
    const one = writer(file, "one", 60);
    const other = writer(file, "other", 60);
    const victim = writer(file, "victim", 100_000);
    const ended = Promise.all([once(one.child, "close"), once(other.child, "close")]);
    await victim.sees(5);
    victim.child.kill("SIGKILL");
    expect(await ended).toEqual([
      [0, null],
      [0, null],
    ]);
    const store = await RunStore.open(file);
    for (let seed = 1; seed <= 60; seed++) {
      expect(store.get(`one ${seed}`)?.record.seed).toBe(seed);
      expect(store.get(`other ${seed}`)?.record.approach).toBe("other");
    }
    // What the killed one had said to be written is there too.
    for (let seed = 1; seed <= 5; seed++) expect(store.get(`victim ${seed}`)?.record.seed).toBe(seed);
    expect(readFileSync(file, "utf8").startsWith('{"format":"espalier runs 2"}\n')).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
