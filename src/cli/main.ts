#!/usr/bin/env node
/*
 * The command line. Each command's own code is loaded when it runs, so that `--help` answers at once.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { visible } from "../visible";
import type { CompareCommandOptions } from "./compare";
import type { KernelCommandOptions } from "./kernel";
import { guardOutputs, sayError } from "./output";
import type { PageCommandOptions } from "./page";
import type { RunCommandOptions } from "./run";

const manifest = readFileSync(join(__dirname, "..", "..", "package.json"), "utf8");
const { version } = JSON.parse(manifest) as { version: string };

guardOutputs();

const program = new Command("espalier")
  // By itself it would end the process before it is known whether its words could be written.
  .exitOverride()
  .configureOutput({ writeErr: (text) => process.stderr.write(visible(text)) })
  .description("Grow, train and compare branching neural networks.")
  .version(version)
  .showHelpAfterError("(espalier --help shows what there is)")
  .showSuggestionAfterError();

program
  .command("validate")
  .description("print what is wrong with graph and experiment files, by line; exit 1 if anything is")
  .argument("<files...>", "*.graph.json and *.experiment.json files")
  .action(async (files: string[]) => {
    const { validate } = await import("./validate.js");
    process.exitCode = await validate(files);
  });

program
  .command("summary")
  .description("print a network's nodes with their shapes, parameters and FLOPs")
  .argument("<file>", "a *.graph.json or *.experiment.json file")
  .action(async (file: string) => {
    const { summary } = await import("./summary.js");
    process.exitCode = await summary(file);
  });

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
  .command("page")
  .description("make one HTML file of a notebook, its figures interactive, that works offline")
  .argument("<notebook>", "the .ipynb file")
  .option("-o, --out <file>", "write the page there (default: beside the notebook)")
  .option("--title <title>", "the page's title (default: the notebook's first heading)")
  .option("--sanitize", "take out of its HTML whatever could run, be fetched or leave its place")
  .addHelpText(
    "after",
    "\nScripts in HTML outputs and in Markdown run in the page, as in one made by nbconvert; nothing else of a notebook " +
      "does.\nGive --sanitize for a notebook that you do not trust: then no script runs but the one that draws the " +
      "figures,\nand the page fetches nothing.",
  )
  .action(async (notebook: string, options: PageCommandOptions) => {
    const { page } = await import("./page.js");
    process.exitCode = await page(notebook, options);
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

program
  .command("doctor")
  .description("say what is there, and what to do about what is not; exit 1 if Espalier cannot run here")
  .option("--json", "as JSON")
  .action(async (options: { json?: boolean }) => {
    const { doctorCommand } = await import("./doctor.js");
    process.exitCode = await doctorCommand(options);
  });

const kernel = program
  .command("kernel")
  .description("tell Jupyter of the TypeScript kernel; no Python needed");
for (const [name, what] of [
  ["install", "write its kernelspec"],
  ["uninstall", "remove its kernelspec"],
] as const) {
  kernel
    .command(name)
    .description(what)
    .option("--user", "for this user (the default)")
    .option("--prefix <folder>", "under <folder>/share/jupyter, for example of a virtual environment")
    .option("--sys-prefix", "in the active Python environment")
    .action(async (options: KernelCommandOptions) => {
      const { installKernel, uninstallKernel } = await import("./kernel.js");
      process.exitCode = name === "install" ? installKernel(options) : uninstallKernel(options);
    });
}

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
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode;
      return;
    }
    sayError(error);
    process.exitCode = 1;
  }
}

process.on("uncaughtException", (error) => {
  sayError(error);
  process.exit(1);
});

void main();
