import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { installKernelSpecs, uninstallKernelSpecs, userDataFolder } from "espalier-kernel";
import { EspalierError } from "../errors";

export interface KernelCommandOptions {
  readonly user?: boolean;
  readonly prefix?: string;
  readonly sysPrefix?: boolean;
}

/** `espalier kernel install`: tells Jupyter of the kernels. */
export function installKernel(options: KernelCommandOptions): number {
  for (const folder of installKernelSpecs(dataFolder(options))) process.stdout.write(`installed ${folder}\n`);
  return 0;
}

/** `espalier kernel uninstall`: takes them away again. */
export function uninstallKernel(options: KernelCommandOptions): number {
  for (const folder of uninstallKernelSpecs(dataFolder(options))) process.stdout.write(`removed ${folder}\n`);
  return 0;
}

function dataFolder({ user, prefix, sysPrefix }: KernelCommandOptions): string {
  const chosen = [user, prefix !== undefined, sysPrefix].filter(Boolean).length;
  if (chosen > 1) throw new EspalierError("--user, --prefix and --sys-prefix exclude each other");
  if (prefix === "") throw new EspalierError("--prefix names no folder");
  if (prefix !== undefined) return join(prefix, "share", "jupyter");
  return sysPrefix ? join(pythonPrefix(), "share", "jupyter") : userDataFolder();
}

/** The only place that asks Python: where the active environment lies is its own knowledge. */
function pythonPrefix(): string {
  const python = process.env.ESPALIER_PYTHON ?? (process.platform === "win32" ? "python" : "python3");
  const { status, stdout } = spawnSync(python, ["-c", "import sys; print(sys.prefix)"], { encoding: "utf8" });
  if (status === 0) return stdout.trim();
  throw new EspalierError(`there is no ${python} to ask for its prefix`, {
    hint: "name the folder with --prefix",
  });
}
