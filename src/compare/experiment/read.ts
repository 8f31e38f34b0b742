import path from "node:path";
import { readTextSync } from "../../files";
import { locate, parseExperiment } from "../../spec";
import type { ExperimentSpec } from "../../spec/language";
import { SpecError, type Problem } from "../../spec/problem";

/** An experiment and the place that its relative paths start from. */
export interface OpenExperiment {
  readonly spec: ExperimentSpec;
  readonly folder: string;
  /** The file, for messages. */
  readonly file: string;
  /** Warnings. */
  readonly problems: readonly Problem[];
  /** Adds places in the file's text to problems that were found later. */
  readonly locate: (problems: readonly Problem[]) => Problem[];
}

/**
 * Reads a `*.experiment.json` file.
 *
 * @throws SpecError with every problem of the file, with line and column
 * @throws EspalierError where it cannot be read
 */
export function readExperiment(file: string): OpenExperiment {
  const text = readTextSync(file, { limit: "specBytes", streams: true });
  const { spec, problems } = parseExperiment(text);
  if (!spec) throw new SpecError(problems, file);
  return {
    spec,
    folder: path.dirname(path.resolve(file)),
    file,
    problems,
    locate: (later) => locate(text, later),
  };
}
