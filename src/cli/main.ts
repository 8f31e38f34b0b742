#!/usr/bin/env node
/*
 * The command line: the verbs of its table. What a verb takes is loaded when it runs, so that `--help` answers at once.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { visible } from "../visible";
import { guardOutputs, sayError } from "./output";
import { verbs } from "./verbs/table.generated";
import type { Action, Group } from "./verbs/verb";

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

for (const [name, verb] of Object.entries(verbs).sort(([, a], [, b]) => a.place - b.place)) {
  declare(program.command(name), verb);
}

/** A verb as commander knows it. */
function declare(command: Command, verb: Action<never, never> | Group<never, never>): void {
  command.description(verb.summary);
  if ("verbs" in verb) {
    for (const [name, inner] of Object.entries(verb.verbs)) declare(command.command(name), inner);
    return;
  }
  const { argument, options = [], more, run } = verb;
  if (argument) command.argument(...argument);
  for (const { flags, what, parse } of options) {
    if (parse) command.option(flags, what, parse);
    else command.option(flags, what);
  }
  if (more !== undefined) command.addHelpText("after", more);
  command.action(async (...given: unknown[]) => {
    const [value, chosen] = argument ? given : [undefined, ...given];
    // What commander gives is what the verb declared: its types say the same.
    process.exitCode = await run(value as never, chosen as never);
  });
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
