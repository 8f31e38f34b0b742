import type { KernelCommandOptions } from "../kernel-folders";
import type { Option, Verb } from "./verb";

const options: readonly Option[] = [
  { flags: "--user", what: "for this user (the default)" },
  {
    flags: "--prefix <folder>",
    what: "under <folder>/share/jupyter, for example of a virtual environment",
  },
  { flags: "--sys-prefix", what: "in the active Python environment" },
];

/** `espalier kernel`: makes the kernel known to Jupyter, or unknown. */
export const kernel: Verb<undefined, KernelCommandOptions> = {
  place: 7,
  summary: "tell Jupyter of the TypeScript kernel; no Python needed",
  verbs: {
    install: {
      summary: "write its kernelspec",
      options,
      run: async (_, where) => (await import("../kernel-folders.js")).installKernel(where),
    },
    uninstall: {
      summary: "remove its kernelspec",
      options,
      run: async (_, where) => (await import("../kernel-folders.js")).uninstallKernel(where),
    },
  },
};
