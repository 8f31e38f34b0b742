// Written by scripts/tables.mjs from the files of this room. Do not edit.
import type { Verb } from "./verb";
import { compare } from "./compare";
import { doctor } from "./doctor";
import { kernel } from "./kernel";
import { page } from "./page";
import { run } from "./run";
import { summary } from "./summary";
import { validate } from "./validate";

/** Every verb of the command line. */
export const verbs: Readonly<Record<string, Verb<never, never>>> = {
  compare,
  doctor,
  kernel,
  page,
  run,
  summary,
  validate,
};
