import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface ExampleFile {
  readonly name: string;
  readonly text: string;
  readonly kind: "graph" | "experiment";
  /** The problems that it should give, as `formatProblem` writes them: its lines that begin with `// expect `. */
  readonly expected: readonly string[];
}

const folder = join(__dirname, "../examples");

/** Every `*.graph.json` and `*.experiment.json` of `test/examples`. */
export const examples: readonly ExampleFile[] = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .sort()
  .map((name) => {
    const text = readFileSync(join(folder, name), "utf8");
    return {
      name,
      text,
      kind: name.endsWith(".graph.json") ? "graph" : "experiment",
      expected: [...text.matchAll(/^\/\/ expect (.*)$/gm)].map(([, problem = ""]) => problem),
    };
  });

export const validExamples = examples.filter(({ name }) => !name.includes("_broken"));
export const brokenExamples = examples.filter(({ name }) => name.includes("_broken"));
