import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { installKernelSpecs, kernelSpec } from "espalier-kernel";
import type { KernelSpec } from "espalier-kernel";
import { doctor, doctorCommand, doctorText } from "../../src/cli/doctor";
import { checkBrowser } from "../../src/cli/doctor/browser";
import { checkKernelSpec, checkLab } from "../../src/cli/doctor/kernel";
import { checkNode } from "../../src/cli/doctor/node";
import { askPython, checkJupyter, checkPython } from "../../src/cli/doctor/python";

describe("on this machine", () => {
  test("it looks at everything, and what the library needs is here", async () => {
    const report = await doctor();
    expect(report.works).toBe(true);
    const names = report.checks.map(({ name }) => name);
    expect(names.filter((name) => name !== "npm run lab")).toEqual([
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

  const file = (): string => join(folder, "kernels", "tslab", "kernel.json");

  function change(spec: Partial<KernelSpec>): void {
    installKernelSpecs(folder);
    writeFileSync(file(), JSON.stringify({ ...kernelSpec("tslab"), ...spec }));
  }

  test("a kernelspec is found where Jupyter looks", async () => {
    expect(await checkKernelSpec(undefined)).toMatchObject({ state: "missing" });
    installKernelSpecs(folder);
    expect(await checkKernelSpec(undefined)).toMatchObject({ state: "found", detail: file() });
  });

  const [node, program, ...rest] = kernelSpec("tslab").argv as [string, string, ...string[]];

  test.each([
    ["whose program is gone", { argv: [join(tmpdir(), "node-of-last-year"), program] }, "node-of-last-year"],
    ["of another installation", { argv: [node, __filename, ...rest] }, "another Espalier"],
    ["of a plain tslab", { argv: ["tslab", "kernel"], metadata: {} }, `another kernel, "TypeScript"`],
    ["with a Node that is none", { argv: ["/bin/false", program, ...rest] }, "/bin/false, with which"],
  ])("a kernelspec %s is broken, and can be written again", async (_, spec, words) => {
    change(spec);
    const check = await checkKernelSpec(undefined);
    expect(check.state).toBe("broken");
    expect(check.detail).toContain(words);
    expect(check.advice).toContain("kernel install");
  });

  test("that of the JavaScript kernel is looked at, too, and one that is no JSON is told", async () => {
    installKernelSpecs(folder);
    writeFileSync(join(folder, "kernels", "jslab", "kernel.json"), "{");
    expect((await checkKernelSpec(undefined)).detail).toMatch(/jslab.*is no kernelspec/);
  });

  test("the environment of npm run lab is looked at where there is one", async () => {
    expect(await checkLab(join(folder, "lab"))).toEqual([]);
    mkdirSync(join(folder, "lab"));
    expect(await checkLab(join(folder, "lab"))).toMatchObject([{ name: "npm run lab", state: "missing" }]);
    installKernelSpecs(join(folder, "lab", "share", "jupyter"));
    expect(await checkLab(join(folder, "lab"))).toMatchObject([{ state: "found" }]);
  });

  test.skipIf(process.platform === "win32")("a Python that greets before it answers is understood", () => {
    const wrapper = join(folder, "python");
    const facts = `{"version":"3.12.1","prefix":"/p","packages":{}}`;
    writeFileSync(wrapper, `#!/bin/sh\necho hello\necho '${facts}'\n`, { mode: 0o755 });
    vi.stubEnv("ESPALIER_PYTHON", wrapper);
    expect(askPython()).toMatchObject({ version: "3.12.1", program: wrapper });
  });

  test("a Python that is none is no error", () => {
    vi.stubEnv("ESPALIER_PYTHON", join(folder, "python"));
    expect(askPython()).toBeUndefined();
  });
});
