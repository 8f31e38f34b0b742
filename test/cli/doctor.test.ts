import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { doctor, doctorCommand, doctorText } from "../../src/cli/doctor";
import { checkBrowser } from "../../src/cli/doctor/browser";
import { checkKernelSpec } from "../../src/cli/doctor/kernel";
import { checkNode } from "../../src/cli/doctor/node";
import { askPython, checkJupyter, checkPython } from "../../src/cli/doctor/python";

describe("on this machine", () => {
  test("it looks at everything, and what the library needs is here", async () => {
    const report = await doctor();
    expect(report.works).toBe(true);
    const names = report.checks.map(({ name }) => name);
    expect(names).toEqual([
      "Node",
      "native TensorFlow",
      "WebAssembly TensorFlow",
      "TypeScript kernel",
      "kernelspec",
      "Python",
      "JupyterLab",
      "nbclient",
      "browser",
    ]);
    for (const { state, advice, detail } of report.checks) {
      expect(advice === undefined).toBe(state === "found");
      expect(detail).not.toContain("\n");
    }
    expect(report.checks[2]!.detail).toMatch(/^TensorFlow\.js \d+\.\d+\.\d+, 1 thread, (no )?SIMD$/);
  });

  test("--json prints the report, and the exit code says that it works", async () => {
    const written: string[] = [];
    const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    const code = await doctorCommand({ json: true });
    write.mockRestore();
    expect(code).toBe(0);
    expect(JSON.parse(written.join(""))).toMatchObject({ works: true });
  });
});

test("a Node that is too old stops everything, and the text says what to do", () => {
  const check = checkNode("18.20.0");
  expect(check).toMatchObject({ state: "broken", required: true });
  const text = doctorText({ works: false, checks: [check] });
  expect(text).toMatch(/^FAIL +Node +18\.20\.0/);
  expect(text).toMatch(/> install Node 20\.19 or newer/);
  expect(text).toContain("cannot run here");
  expect(checkNode("20.19.0").state).toBe("found");
  expect(checkNode("24.0.0").state).toBe("found");
});

test("what only comforts is advice, not failure", () => {
  expect(checkPython(undefined)).toMatchObject({ state: "missing", required: false });
  expect(checkJupyter(undefined).map(({ state }) => state)).toEqual(["missing", "missing"]);
  expect(checkBrowser("/nowhere")).toMatchObject({ required: false });
});

describe("in an empty home", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "espalier-doctor-"));
    vi.stubEnv("JUPYTER_DATA_DIR", folder);
    vi.stubEnv("JUPYTER_PATH", "");
    vi.stubEnv("VIRTUAL_ENV", undefined);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  function install(argv: string[]): string {
    const file = join(folder, "kernels", "tslab", "kernel.json");
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, JSON.stringify({ argv, display_name: "TypeScript", language: "typescript" }));
    return file;
  }

  test("a kernelspec is found where Jupyter looks", async () => {
    const file = install([process.execPath, "kernel", "{connection_file}"]);
    expect(await checkKernelSpec(undefined)).toMatchObject({ state: "found", detail: file });
  });

  test("a kernelspec whose program is gone is broken, and can be written again", async () => {
    install([join(folder, "node-of-last-year"), "kernel"]);
    const check = await checkKernelSpec(undefined);
    expect(check.state).toBe("broken");
    expect(check.detail).toContain("node-of-last-year");
    expect(check.advice).toContain("kernel install");
  });

  test("a Python that is none is no error", () => {
    vi.stubEnv("ESPALIER_PYTHON", join(folder, "python"));
    expect(askPython()).toBeUndefined();
  });
});
