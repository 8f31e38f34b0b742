#!/usr/bin/env node
/*
 * The command line. Each command's own code is loaded when it runs, so that `--help` answers at once.
 */
import { Command, InvalidArgumentError } from "commander";
import { EspalierError } from "../errors";
import type { CompareCommandOptions } from "./compare";
import type { RunCommandOptions } from "./run";

const program = new Command("espalier")
  .description("Grow, train and compare branching neural networks.")
  .showHelpAfterError("(espalier --help shows what there is)")
  .showSuggestionAfterError();

program
  .command("run")
  .description("run a notebook from top to bottom and write its outputs into it; no Python needed")
  .argument("<notebook>", "the .ipynb file")
  .option("-o, --out <file>", "write the executed notebook there and leave the given one as it is")
  .option("-s, --set <name=value>", "give a variable of the cell tagged 'parameters' another value", collect)
  .option("-t, --timeout <seconds>", "the time that each cell may take", positiveNumber)
  .option("-k, --kernel <name>", "the kernel, instead of the one that the notebook names")
  .action(async (notebook: string, options: RunCommandOptions) => {
    const { run } = await import("./run/index.js");
    process.exitCode = await run(notebook, options);
  });

program
  .command("compare")
  .description("train and test every approach of an experiment, and print what came out")
  .argument("<experiment>", "the .experiment.json file")
  .option("-o, --out <file>", "write the report there, as JSON")
  .option("-r, --runs <file>", "keep finished runs there, and go on from those that it holds")
  .option("-g, --graphs <folder>", "only write the graph of each approach there; run nothing")
  .option("--json", "print the report as JSON in place of the table")
  .action(async (experiment: string, options: CompareCommandOptions) => {
    const { runCompare } = await import("./compare.js");
    process.exitCode = await runCompare(experiment, options);
  });

function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, value];
}

function positiveNumber(value: string): number {
  const number = Number(value);
  if (!(number > 0)) throw new InvalidArgumentError("It must be a number above 0.");
  return number;
}

async function main(): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    if (!(error instanceof EspalierError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

void main();
