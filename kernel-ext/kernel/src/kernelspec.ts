import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { kernelArguments, kernelLanguage, kernelNames } from "./command";
import type { KernelName } from "./command";
import { logo } from "./logo";

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

/** What was done about one kernelspec. */
export interface KernelSpecChange {
  readonly folder: string;
  /** `left`: it is of somebody else's kernel. */
  readonly done: "written" | "removed" | "absent" | "left";
  /** Somebody else's kernel of that name: what was there, or still is. */
  readonly other: KernelSpec | undefined;
}

const displayNames: Readonly<Record<KernelName, string>> = { tslab: "TypeScript", jslab: "JavaScript" };

/** The kernelspec of one of our kernels on this machine. */
export function kernelSpec(name: KernelName): KernelSpec {
  return {
    argv: kernelArguments(name, "{connection_file}"),
    display_name: displayNames[name],
    language: kernelLanguage[name],
    interrupt_mode: "message",
    metadata: { espalier: { version: ownVersion() }, debugger: false },
  };
}

/** Whether a kernelspec is of this kernel, be it of another installation. */
export function isOwnKernelSpec(spec: KernelSpec): boolean {
  return spec.metadata?.espalier !== undefined;
}

/** `<data folder>/kernels/<name>`: where a kernelspec lies under one of Jupyter's data folders. */
export function kernelSpecFolder(dataFolder: string, name: string): string {
  return join(dataFolder, "kernels", name);
}

/**
 * Tells Jupyter of the kernels: writes the kernelspec of each under a data folder (`<prefix>/share/jupyter`, or the user's),
 * in place of one that is there. Needs no Python.
 */
export function installKernelSpecs(dataFolder: string): KernelSpecChange[] {
  return kernelNames.map((name) => {
    const folder = kernelSpecFolder(dataFolder, name);
    const other = otherSpec(folder);
    mkdirSync(folder, { recursive: true });
    removeLogos(folder);
    writeWhole(join(folder, "logo-svg.svg"), logo(name));
    writeWhole(join(folder, "kernel.json"), `${JSON.stringify(kernelSpec(name), null, 2)}\n`);
    return { folder, done: "written", other };
  });
}

/** Takes the kernels away again. Those of others, though of the same name, are left alone. */
export function uninstallKernelSpecs(dataFolder: string): KernelSpecChange[] {
  return kernelNames.map((name) => {
    const folder = kernelSpecFolder(dataFolder, name);
    const other = otherSpec(folder);
    if (other) return { folder, done: "left", other };
    const absent = filesOf(folder).length === 0;
    rmSync(folder, { recursive: true, force: true });
    return { folder, done: absent ? "absent" : "removed", other };
  });
}

/** The kernelspec there, if it is not ours. */
function otherSpec(folder: string): KernelSpec | undefined {
  try {
    const spec = JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8")) as KernelSpec;
    return isOwnKernelSpec(spec) ? undefined : spec;
  } catch {
    // None, or one that nobody can use.
    return undefined;
  }
}

/** Another kernel's pictures would be shown beside our name. */
function removeLogos(folder: string): void {
  for (const file of filesOf(folder)) if (file.startsWith("logo-")) rmSync(join(folder, file));
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function writeWhole(file: string, text: string): void {
  const part = `${file}.${process.pid}.part`;
  writeFileSync(part, text);
  renameSync(part, file);
}

function ownVersion(): string {
  const manifest = readFileSync(join(__dirname, "..", "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
