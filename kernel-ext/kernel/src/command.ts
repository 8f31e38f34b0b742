import { join } from "node:path";

/** The kernels' names as tslab has them, so that notebooks written with a plain tslab open here too. */
export const kernelNames = ["tslab", "jslab"] as const;
export type KernelName = (typeof kernelNames)[number];

/** The language that a notebook's metadata names. */
export const kernelLanguage: Readonly<Record<KernelName, string>> = {
  tslab: "typescript",
  jslab: "javascript",
};

/** The kernel's program. */
export const kernelProgram = join(__dirname, "..", "dist", "main.js");

/**
 * What starts the kernel: program and arguments, all paths absolute, so that it starts whatever the
 * front end's PATH is (a bare `tslab` is what fails in VS Code).
 *
 * @param connectionFile path of the connection file; in a kernelspec the text `{connection_file}`.
 */
export function kernelArguments(name: KernelName, connectionFile: string): string[] {
  const language = name === "jslab" ? ["--js"] : [];
  return [process.execPath, kernelProgram, "--connection-file", connectionFile, ...language];
}
