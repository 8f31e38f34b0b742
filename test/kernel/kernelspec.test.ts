import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

  it("are written whole, over older ones, and removed without touching others", () => {
    expect(installKernelSpecs(folder)).toEqual(
      ["tslab", "jslab"].map((name) => join(folder, "kernels", name)),
    );
    installKernelSpecs(folder);
    const tslab = join(folder, "kernels", "tslab");
    expect(readdirSync(tslab)).toEqual(["kernel.json"]);
    expect(JSON.parse(readFileSync(join(tslab, "kernel.json"), "utf8"))).toEqual(kernelSpec("tslab"));
    uninstallKernelSpecs(folder);
    expect(existsSync(tslab)).toBe(false);
    expect(existsSync(join(folder, "kernels"))).toBe(true);
    expect(uninstallKernelSpecs(folder)).toHaveLength(2);
  });

  it("start the JavaScript kernel by an option of its own", () => {
    expect(kernelSpec("jslab").argv.at(-1)).toBe("--js");
    expect(kernelSpec("tslab").argv).not.toContain("--js");
  });
});
