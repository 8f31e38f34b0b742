import { print } from "../output";
import type { Verb } from "./verb";

/** `espalier validate`: prints each problem as `file:line:column pointer: what is wrong; what to do`. */
export const validate: Verb<readonly string[], object> = {
  place: 1,
  summary: "print what is wrong with graph and experiment files, by line; exit 1 if anything is",
  argument: ["<files...>", "*.graph.json and *.experiment.json files"],
  run: async (files) => {
    const { formatProblem } = await import("../../spec/index.js");
    const { readSpecFile } = await import("../spec-file.js");
    let errors = 0;
    for (const file of files) {
      const { problems } = await readSpecFile(file);
      for (const problem of problems) {
        const line = formatProblem(problem, file);
        print(problem.severity === "warning" ? `warning: ${line}` : line);
      }
      const wrong = problems.filter(({ severity }) => severity === "error").length;
      errors += wrong;
      if (wrong === 0) print(`${file}: valid`);
    }
    return errors > 0 ? 1 : 0;
  },
};
