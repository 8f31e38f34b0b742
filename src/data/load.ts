import path from "node:path";
import { EspalierError } from "../errors";
import { checkOptionKinds, requireKind } from "../options";
import { sizeOf } from "../shape";
import { checkData, SpecError } from "../spec";
import type { DataFormatName, DataSpec, TaskSpec } from "../spec/language";
import type { Dataset } from "./dataset";
import type { DataFormat } from "./formats/format";
import { formats } from "./formats/table.generated";

export interface LoadOptions {
  /** Where relative paths start: the folder of the experiment. */
  readonly folder: string;
  /** What `${NAME}` in a path stands for; without it, the environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * The samples that a spec names: the input as `task.input` ("image" without one), the labels as `task.target`
 * ("label" without a task), numbered by `task.classes`.
 *
 * Without a task, classes are numbered as the source orders them: sorted names of folders or labels, the generator's
 * breeds, the numbers in an IDX file.
 *
 * @throws SpecError where `spec` is none for data
 * @throws EspalierError naming the file, and where in it, that is missing or wrong.
 */
export async function loadData(
  spec: DataSpec,
  task: Pick<TaskSpec, "target" | "classes" | "input"> | undefined,
  options: LoadOptions,
): Promise<Dataset> {
  requireKind(options, "object", "loadData", "a third argument { folder }: where relative paths start");
  checkOptionKinds("loadData", options, { folder: "string", env: "object" });
  requireKind(options.folder, "string", "loadData", "a folder where relative paths start");
  const problems = checkData(spec);
  if (problems.length > 0) throw new SpecError(problems);
  const { shape, data, columns, labels, weights, classes } = await formatOf(spec.format).load(spec, {
    classes: task?.classes,
    path: (option, text) => expandPath(text, options, `/data/${option}`),
  });
  const target = task?.target ?? "label";
  return {
    size: data.length / sizeOf(shape),
    inputs: { [task?.input ?? "image"]: { shape, data, ...(columns && { columns }) } },
    labels: { [target]: labels },
    ...(weights && { sampleWeights: { [target]: weights } }),
    tags: {},
    ...(classes && { classes: { [target]: classes } }),
  };
}

function formatOf<F extends DataFormatName>(name: F): DataFormat<F> {
  return formats[name];
}

/**
 * A path of a spec with each `${NAME}` replaced from the environment, absolute.
 *
 * @param pointer Where in the spec it stands, for messages.
 * @throws EspalierError where a variable is not set or is empty.
 */
export function expandPath(
  text: string,
  { folder, env = process.env }: LoadOptions,
  pointer: string,
): string {
  let expanded = "";
  let at = 0;
  // By hand: a pattern would look for the end from every `${` again.
  for (;;) {
    const start = text.indexOf("${", at);
    const end = start < 0 ? -1 : text.indexOf("}", start);
    if (end < 0) return path.resolve(folder, expanded + text.slice(at));
    const name = text.slice(start + 2, end);
    const value = env[name];
    if (!value)
      throw new EspalierError(`the environment variable ${name || "without a name"} is not set`, {
        where: `${pointer} "${text}"`,
        hint: "set it, or write the path in the spec",
      });
    expanded += text.slice(at, start) + value;
    at = end + 1;
  }
}
