import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface ExampleFile {
  readonly name: string;
  readonly text: string;
  readonly kind: "graph" | "experiment";
  /** The problems that it should give, as `formatProblem` writes them: its lines that begin with `// expect `. */
  readonly expected: readonly string[];
}

/** Those that only tests need, and those that users are shown. */
const folders = ["../examples", "../../examples"].map((folder) => join(__dirname, folder));

/** Every `*.graph.json` and `*.experiment.json` of `test/examples` and `examples`. */
export const examples: readonly ExampleFile[] = folders
  .flatMap((folder) => readdirSync(folder).map((name) => ({ folder, name })))
  .filter(({ name }) => name.endsWith(".json"))
  .sort((a, b) => (a.name < b.name ? -1 : 1))
  .map(({ folder, name }) => {
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
