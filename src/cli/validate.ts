import { formatProblem } from "../spec";
import { print } from "./output";
import { readSpecFile } from "./spec-file";

/**
 * `espalier validate`: prints every problem of graph and experiment files, one a line, as
 * `file:line:column pointer: what is wrong; what to do`.
 *
 * @returns the exit code: 1 where there is an error
 */
export async function validate(files: readonly string[]): Promise<number> {
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
}
