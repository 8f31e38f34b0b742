import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const native = existsSync(
  join(__dirname, "../../node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node"),
);

function digest(backend: string): string {
  return execFileSync(process.execPath, [join(__dirname, "digest.cjs")], {
    encoding: "utf8",
    env: { ...process.env, ESPALIER_BACKEND: backend },
    stdio: ["ignore", "pipe", "ignore"],
  });
}

describe("two processes with one seed end in the same numbers", () => {
  it("on WASM", () => {
    const first = digest("wasm");
    expect(first).toMatch(/^wasm [0-9a-f]{64}\n$/);
    expect(digest("wasm")).toBe(first);
  });

  it.skipIf(!native)("on native TensorFlow", () => {
    const first = digest("native");
    expect(first).toMatch(/^native [0-9a-f]{64}\n$/);
    expect(digest("native")).toBe(first);
  });
});
