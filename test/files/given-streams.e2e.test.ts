/* What a process was given as its streams can be read, to their end or to a limit. */
import { execFileSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";

const program = (call: string): string =>
  `const files = require(${JSON.stringify(path.join(__dirname, "../../dist/files"))});
   const options = { limit: "dataBytes", streams: true };
   (async () => console.log(${call}))().catch((error) => console.log(error.constructor.name, error.message));`;
const run = (call: string, shell: string, limit = ""): string =>
  execFileSync("sh", ["-c", shell.replace("NODE", '"$0" -e "$1"'), process.execPath, program(call)], {
    encoding: "utf8",
    env: { ...process.env, ...(limit !== "" && { ESPALIER_LIMIT_DATA_BYTES: limit }) },
  });
const calls = [
  `await files.readText("/dev/stdin", options)`,
  `files.readTextSync("/dev/stdin", options)`,
  `await files.readText("/dev/fd/0", options)`,
];

test.each(calls)("may be a stream that the process was given, of bounded length: %s", (call) => {
  expect(run(call, "printf grün | NODE")).toBe("grün\n");
  expect(run(call, `NODE < ${__filename}`)).toContain("of bounded length");
  expect(run(call, "NODE < /dev/null")).toBe("\n");
  expect(run(call, "NODE < /dev/zero", "300000")).toMatch(/^EspalierError \/dev\/\S+: the file has .* above/);
  expect(run(call, "yes | NODE", "300000")).toMatch(/^EspalierError .* above the limit of 300,000/);
});
