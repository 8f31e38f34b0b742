import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { installKernelSpecs, uninstallKernelSpecs, userDataFolder } from "espalier-kernel";
import type { KernelSpec, KernelSpecChange } from "espalier-kernel";
import { EspalierError } from "../errors";
import { reasonOf } from "../files";
import { print } from "./output";

export interface KernelCommandOptions {
  readonly user?: boolean;
  readonly prefix?: string;
  readonly sysPrefix?: boolean;
}

/** `espalier kernel install`: tells Jupyter of the kernels. */
export function installKernel(options: KernelCommandOptions): number {
  for (const { folder, other } of changed(dataFolder(options), installKernelSpecs)) {
    print(`installed ${folder}${other ? `, in place of ${described(other)}` : ""}`);
  }
  return 0;
}

/** `espalier kernel uninstall`: takes them away again. */
export function uninstallKernel(options: KernelCommandOptions): number {
  for (const { folder, done, other } of changed(dataFolder(options), uninstallKernelSpecs)) {
    if (other) print(`left ${folder}: it is ${described(other)}`);
    else print(done === "absent" ? `nothing in ${folder}` : `removed ${folder}`);
  }
  return 0;
}

/** @throws EspalierError where the folder cannot be changed. */
function changed(folder: string, change: (folder: string) => KernelSpecChange[]): KernelSpecChange[] {
  try {
    return change(folder);
  } catch (error) {
    throw new EspalierError(`cannot be changed (${reasonOf(error)})`, {
      where: (error as NodeJS.ErrnoException).path ?? folder,
      hint: "choose a folder of yours with --user or --prefix",
      cause: error,
    });
  }
}

function described({ display_name: name, argv }: KernelSpec): string {
  return `another kernel, "${name}" (${argv.join(" ")})`;
}

function dataFolder({ user, prefix, sysPrefix }: KernelCommandOptions): string {
  const chosen = [user, prefix !== undefined, sysPrefix].filter(Boolean).length;
  if (chosen > 1) throw new EspalierError("--user, --prefix and --sys-prefix exclude each other");
  if (prefix === "") throw new EspalierError("--prefix names no folder");
  if (prefix !== undefined) return shareOf(resolve(prefix));
  return sysPrefix ? shareOf(environmentPrefix()) : userDataFolder();
}

function shareOf(prefix: string): string {
  return join(prefix, "share", "jupyter");
}

/** The active Python environment: the shell says where it lies; where it does not, Python itself knows. */
function environmentPrefix(): string {
  const { VIRTUAL_ENV: virtual, CONDA_PREFIX: conda, ESPALIER_PYTHON: named } = process.env;
  const active = named ? undefined : virtual || conda;
  if (active) return active;
  const python = named ?? (process.platform === "win32" ? "python" : "python3");
  const { status, stdout } = spawnSync(python, ["-c", "import sys; print(sys.prefix)"], { encoding: "utf8" });
  if (status === 0) return stdout.trim();
  throw new EspalierError(`there is no ${python} to ask for its prefix`, {
    hint: "name the folder with --prefix",
  });
}
