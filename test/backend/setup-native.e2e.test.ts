import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nativeIsInstalled } from "../../src/backend";

const repository = path.resolve(__dirname, "../..");

/** Runs `npm run setup:native`'s script in a folder, and returns what a person would see. */
function setUp(root: string, environment: NodeJS.ProcessEnv, ...options: string[]) {
  const script = path.join(root, "scripts", "setup-native.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...options], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, ESPALIER_PYTHON: "", ...environment },
  });
  return { status, text: stdout + stderr };
}

test.runIf(nativeIsInstalled())("where native TensorFlow loads, there is nothing to do", () => {
  const { status, text } = setUp(repository, {});
  expect(text).toMatch(/^Native TensorFlow \d+\.\d+\.\d+ loads already; nothing to do\.\s*$/);
  expect(status).toBe(0);
});

describe("where something is missing", () => {
  let root: string;
  let empty: string;
  let tfjsNode: string;

  /** A copy of the scripts, beside a tfjs-node whose install script never ran. */
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "espalier-setup-"));
    empty = path.join(root, "empty");
    tfjsNode = path.join(root, "node_modules", "@tensorflow", "tfjs-node");
    cpSync(path.join(repository, "scripts"), path.join(root, "scripts"), { recursive: true });
    for (const file of ["package.json", "package-lock.json"])
      cpSync(path.join(repository, file), path.join(root, file));
    cpSync(
      path.join(repository, "node_modules", "node-api-headers"),
      path.join(root, "node_modules", "node-api-headers"),
      { recursive: true },
    );
    mkdirSync(empty);
    mkdirSync(path.join(tfjsNode, "binding"), { recursive: true });
    writeFileSync(
      path.join(tfjsNode, "package.json"),
      '{ "name": "@tensorflow/tfjs-node", "version": "4.22.0" }',
    );
    writeFileSync(path.join(tfjsNode, "binding", "tfjs_binding.cc"), "");
  });
  afterEach(() => rmSync(root, { recursive: true }));

  /** A Python that says where a TensorFlow lies that is headers and libraries in name only. */
  function pythonWithTensorflow(): string {
    const tensorflow = path.join(root, "site-packages", "tensorflow");
    mkdirSync(path.join(tensorflow, "include", "tensorflow", "c"), { recursive: true });
    writeFileSync(path.join(tensorflow, "include", "tensorflow", "c", "c_api.h"), "");
    const suffix = process.platform === "darwin" ? "2.dylib" : "so.2";
    for (const part of ["cc", "framework"])
      writeFileSync(path.join(tensorflow, `libtensorflow_${part}.${suffix}`), "");
    const python = path.join(root, "python");
    writeFileSync(python, `#!/bin/sh\necho ${tensorflow}\necho 2.21.0\n`);
    chmodSync(python, 0o755);
    return python;
  }

  test("no Python: it says so and what to do", () => {
    const { status, text } = setUp(root, { PATH: empty }, "--no-download");
    expect(status).toBe(1);
    expect(text).toContain("setup:native stopped. No Python 3.10 to 3.13 (python3). Install one, or name");
    expect(text).not.toContain("    at "); // No stack.
  });

  test("no compiler: it says so, and the libraries are linked for the next run", () => {
    const { status, text } = setUp(
      root,
      { PATH: `${empty}:/bin-of-nobody`, ESPALIER_PYTHON: pythonWithTensorflow(), CXX: "" },
      "--no-download",
    );
    expect(status).toBe(1);
    expect(text).toContain("Linking TensorFlow 2.21.0");
    expect(text).toContain("setup:native stopped. No C++ compiler");
    expect(readlinkSync(path.join(tfjsNode, "deps", "include"))).toContain("site-packages");
    expect(existsSync(path.join(tfjsNode, "lib"))).toBe(false);
  });

  test("what does not compile leaves no half binding behind", () => {
    const { status, text } = setUp(root, { ESPALIER_PYTHON: pythonWithTensorflow() }, "--no-download");
    expect(status).toBe(1);
    expect(text).toMatch(/setup:native stopped\. .*(does not compile|No C\+\+ compiler)/);
    expect(existsSync(path.join(tfjsNode, "lib", "napi-v8", "tfjs_binding.node"))).toBe(false);
  });
});
