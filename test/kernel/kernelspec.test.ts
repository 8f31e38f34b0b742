import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { Resvg } from "@resvg/resvg-js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  installKernelSpecs,
  jupyterDataFolders,
  kernelSpec,
  uninstallKernelSpecs,
  userDataFolder,
} from "../../kernel-ext/kernel/src";

describe("where Jupyter keeps its data", () => {
  const user = (platform: NodeJS.Platform, environment: Record<string, string>): string =>
    userDataFolder({ HOME: "/home/me", ...environment }, platform);

  it("is what its documentation says, on each platform", () => {
    expect(user("linux", {})).toBe("/home/me/.local/share/jupyter");
    expect(user("linux", { XDG_DATA_HOME: "/data" })).toBe("/data/jupyter");
    expect(user("darwin", {})).toBe("/home/me/Library/Jupyter");
    expect(user("win32", { APPDATA: "/roaming" })).toBe("/roaming/jupyter");
    expect(user("linux", { JUPYTER_DATA_DIR: "/mine" })).toBe("/mine");
  });

  it("is looked for first where JUPYTER_PATH says, then in the active environment, then the user's", () => {
    const environment = { HOME: "/home/me", JUPYTER_PATH: "/a:/b", VIRTUAL_ENV: "/venv" };
    expect(jupyterDataFolders(environment, "linux")).toEqual([
      "/a",
      "/b",
      "/venv/share/jupyter",
      "/home/me/.local/share/jupyter",
      "/usr/local/share/jupyter",
      "/usr/share/jupyter",
    ]);
  });
});

describe("kernelspecs", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "espalier-kernelspec-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const kernelFile = (name: string): string => join(folder, "kernels", name, "kernel.json");
  const read = (name: string): unknown => JSON.parse(readFileSync(kernelFile(name), "utf8"));

  it("are written whole, over older ones, and removed without touching others", () => {
    const written = ["tslab", "jslab"].map((name) => ({
      folder: join(folder, "kernels", name),
      done: "written",
      other: undefined,
    }));
    expect(installKernelSpecs(folder)).toEqual(written);
    expect(installKernelSpecs(folder)).toEqual(written);
    expect(readdirSync(join(folder, "kernels", "tslab")).sort()).toEqual(["kernel.json", "logo-svg.svg"]);
    expect(read("tslab")).toEqual(kernelSpec("tslab"));
    expect(uninstallKernelSpecs(folder).map(({ done }) => done)).toEqual(["removed", "removed"]);
    expect(readdirSync(join(folder, "kernels"))).toEqual([]);
    expect(uninstallKernelSpecs(folder).map(({ done }) => done)).toEqual(["absent", "absent"]);
  });

  it("take the place of another kernel of that name, its pictures with it, and say so", () => {
    const other = { argv: ["tslab", "kernel"], display_name: "TypeScript", language: "typescript" };
    mkdirSync(join(folder, "kernels", "tslab"), { recursive: true });
    writeFileSync(kernelFile("tslab"), JSON.stringify(other));
    writeFileSync(join(folder, "kernels", "tslab", "logo-64x64.png"), "");
    expect(uninstallKernelSpecs(folder)[0]).toMatchObject({ done: "left", other });
    expect(read("tslab")).toEqual(other);
    expect(installKernelSpecs(folder).map((change) => change.other)).toEqual([other, undefined]);
    expect(readdirSync(join(folder, "kernels", "tslab"))).not.toContain("logo-64x64.png");
    expect(uninstallKernelSpecs(folder)[0]).toMatchObject({ done: "removed" });
  });

  it("name nothing that depends on PATH, and are interrupted by message", () => {
    for (const name of ["tslab", "jslab"] as const) {
      const { argv, interrupt_mode: interrupts, env } = kernelSpec(name);
      expect(argv.slice(0, 2).filter((part) => !isAbsolute(part))).toEqual([]);
      expect(argv).toContain("{connection_file}");
      expect(interrupts).toBe("message");
      expect(env).toBeUndefined();
    }
  });

  it("start the JavaScript kernel by an option of its own", () => {
    expect(kernelSpec("jslab").argv.at(-1)).toBe("--js");
    expect(kernelSpec("tslab").argv).not.toContain("--js");
  });

  it("have a picture that is an image", () => {
    installKernelSpecs(folder);
    for (const name of ["tslab", "jslab"]) {
      const picture = readFileSync(join(folder, "kernels", name, "logo-svg.svg"), "utf8");
      expect(new Resvg(picture).render()).toMatchObject({ width: 64, height: 64 });
    }
  });
});
