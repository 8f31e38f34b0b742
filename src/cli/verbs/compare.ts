import type { CompareCommandOptions } from "../compare";
import type { Verb } from "./verb";

/** `espalier compare`: trains and tests an experiment's approaches. */
export const compare: Verb<string, CompareCommandOptions> = {
  place: 5,
  summary: "train and test every approach of an experiment, and print what came out",
  argument: ["<experiment>", "the .experiment.json file"],
  options: [
    { flags: "-o, --out <file>", what: "write the report there, as JSON" },
    { flags: "-r, --runs <file>", what: "keep finished runs there, and go on from those that it holds" },
    { flags: "-g, --graphs <folder>", what: "only write the graph of each approach there; run nothing" },
    { flags: "--json", what: "print the report as JSON in place of the table" },
  ],
  run: async (experiment, options) => {
    const { runCompare } = await import("../compare.js");
    return runCompare(experiment, options);
  },
};
