import type { RunOptions } from "../run-notebook";
import { collect, positiveNumber } from "./options";
import type { Verb } from "./verb";

/** `espalier run`: runs a notebook and writes its outputs into it. */
export const run: Verb<string, RunOptions> = {
  place: 3,
  summary: "run a notebook from top to bottom and write its outputs into it; no Python needed",
  argument: ["<notebook>", "the .ipynb file"],
  options: [
    {
      flags: "-o, --out <file>",
      what: "write the executed notebook there and leave the given one as it is",
    },
    {
      flags: "-s, --set <name=value>",
      what: "give a variable of the cell tagged 'parameters' another value",
      parse: collect,
    },
    {
      flags: "-t, --timeout <seconds>",
      what: "the time that each cell may take",
      parse: positiveNumber,
    },
    { flags: "-k, --kernel <name>", what: "the kernel, instead of the one that the notebook names" },
  ],
  run: async (notebook, options) => {
    const { runNotebookFile } = await import("../run-notebook/index.js");
    return runNotebookFile(notebook, options);
  },
};
