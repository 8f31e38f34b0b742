import { dirname, join } from "node:path";

/** The kernels' names as tslab has them, so that notebooks written with a plain tslab open here too. */
export const kernelNames = ["tslab", "jslab"] as const;
export type KernelName = (typeof kernelNames)[number];

/** The language that a notebook's metadata names. */
export const kernelLanguage: Readonly<Record<KernelName, string>> = {
  tslab: "typescript",
  jslab: "javascript",
};

/**
 * What starts the kernel: program and arguments, all paths absolute, so that it starts whatever the
 * front end's PATH is (a bare `tslab` is what fails in VS Code).
 *
 * @param connectionFile path of the connection file; in a kernelspec the text `{connection_file}`.
 */
export function kernelArguments(name: KernelName, connectionFile: string): string[] {
  const tslab = join(dirname(require.resolve("tslab/package.json")), "bin", "tslab");
  const preload = join(__dirname, "preload", "index.js");
  const language = name === "jslab" ? ["--js"] : [];
  return [
    process.execPath,
    "--require",
    preload,
    tslab,
    "kernel",
    "--config-path",
    connectionFile,
    ...language,
  ];
}
