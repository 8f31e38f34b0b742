import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../e2e/notebooks";

const preload = join(root, "kernel-ext", "kernel", "dist", "preload", "sigint.js");

/** Runs a program, in which `cell` runs as tslab runs a cell, and which then gets the signal twice. */
function listening(cell: string): { status: number | null; signal: string | null; said: string[] } {
  const { status, signal, stdout } = spawnSync(
    process.execPath,
    [
      "-e",
      `require(${JSON.stringify(preload)}).keepSigintListeners();
process.on("SIGINT", () => console.log("kernel"));
globalThis.say = (word) => () => console.log(word);
require("node:vm").runInThisContext(${JSON.stringify(cell)}, { breakOnSigint: true });
setTimeout(() => process.kill(process.pid, "SIGINT"), 100);
setTimeout(() => process.kill(process.pid, "SIGINT"), 200);
setTimeout(() => console.log("end", process.listenerCount("SIGINT"), Object.hasOwn(process, "on")), 300);`,
    ],
    { encoding: "utf8" },
  );
  return { status, signal, said: stdout.trim().split("\n") };
}

describe("SIGINT listeners that a cell adds", () => {
  it("are heard when its synchronous part is over, beside the kernel's own", () => {
    expect(listening(`process.on("SIGINT", say("cell"))`)).toEqual({
      status: 0,
      signal: null,
      said: ["cell", "kernel", "cell", "kernel", "end 2 false"],
    });
  });

  it("are heard once where they were added so, and not when they were taken away", () => {
    const cell = `const gone = say("gone");
process.on("SIGINT", gone);
process.once("SIGINT", say("once"));
process.off("SIGINT", gone);`;
    expect(listening(cell).said).toEqual(["once", "kernel", "kernel", "end 1 false"]);
  });

  it("leave other events alone", () => {
    const { said } = listening(`process.on("exit", say("exit")); process.emit("exit");`);
    expect(said[0]).toBe("exit");
  });
});
