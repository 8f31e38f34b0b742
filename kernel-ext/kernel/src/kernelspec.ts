import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { kernelArguments, kernelLanguage, kernelNames } from "./command";
import type { KernelName } from "./command";

/** `kernel.json`, as Jupyter defines it. */
export interface KernelSpec {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
  /** How the kernel is interrupted: by SIGINT (the default) or by a message on the control channel. */
  readonly interrupt_mode?: "signal" | "message";
  readonly env?: Readonly<Record<string, string>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

const displayNames: Readonly<Record<KernelName, string>> = { tslab: "TypeScript", jslab: "JavaScript" };

/** The kernelspec of one of our kernels on this machine. */
export function kernelSpec(name: KernelName): KernelSpec {
  return {
    argv: kernelArguments(name, "{connection_file}"),
    display_name: displayNames[name],
    language: kernelLanguage[name],
  };
}

/** `<data folder>/kernels/<name>`: where a kernelspec lies under one of Jupyter's data folders. */
export function kernelSpecFolder(dataFolder: string, name: string): string {
  return join(dataFolder, "kernels", name);
}

/**
 * Tells Jupyter of the kernels: writes `kernel.json` for each of them under a data folder
 * (`<prefix>/share/jupyter`, or the user's). Needs no Python.
 *
 * @returns the folders written.
 */
export function installKernelSpecs(dataFolder: string): string[] {
  return kernelNames.map((name) => {
    const folder = kernelSpecFolder(dataFolder, name);
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "kernel.json");
    const part = `${file}.${process.pid}.part`;
    writeFileSync(part, `${JSON.stringify(kernelSpec(name), null, 2)}\n`);
    renameSync(part, file);
    return folder;
  });
}

/** Takes the kernels away again. Other files of Jupyter's are left alone. */
export function uninstallKernelSpecs(dataFolder: string): string[] {
  return kernelNames.map((name) => {
    const folder = kernelSpecFolder(dataFolder, name);
    rmSync(folder, { recursive: true, force: true });
    return folder;
  });
}
