/*
 * What commands write: their result on standard output, everything about it on standard error. Names and texts from
 * files are in it, so control characters are made visible here, whatever a command has done about them.
 */
import { EspalierError } from "../errors";
import { reasonOf } from "../files/reason";
import { visible } from "../visible";

/** A result: on standard output. */
export function print(text: string): void {
  process.stdout.write(`${visible(text)}\n`);
}

/** A value as JSON on standard output; what `visible` would change is written as JSON's own escapes. */
export function printJson(value: unknown, indent?: number): void {
  const json = JSON.stringify(value, undefined, indent);
  const escaped = json.replace(/[^\n]/gu, (character) =>
    visible(character) === character ? character : escapeOf(character),
  );
  process.stdout.write(`${escaped}\n`);
}

function escapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** About the result: on standard error. */
export function say(line: string): void {
  process.stderr.write(`${visible(line)}\n`);
}

/**
 * An output that nobody reads any more (`| head -1`) ends nothing and is not worth a word: a run still writes its
 * notebook. One that cannot be written for another reason (a full disk) is said once and makes the exit code 1, if
 * it was 0: what was asked for is not there.
 */
export function guardOutputs(): void {
  let isLost = false;
  const onError = (stream: NodeJS.WriteStream) => (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || isLost) return;
    isLost = true;
    if (stream === process.stdout)
      say(`standard output cannot be written (${reasonOf(error).replace(/, write$/, "")})`);
  };
  process.stdout.on("error", onError(process.stdout));
  process.stderr.on("error", onError(process.stderr));
  process.on("exit", (code) => {
    if (isLost && code === 0) process.exitCode = 1;
  });
}

/** An error as the one line that a person gets of it, and where it came from for whoever asks. */
export function sayError(error: unknown): void {
  if (process.env.ESPALIER_STACK && error instanceof Error) say(error.stack ?? error.message);
  else if (error instanceof EspalierError) say(error.message);
  else if (isSystemError(error)) say(error.message);
  else {
    say(
      `espalier ended by an error of its own: ${String(error)}; with ESPALIER_STACK=1 in the environment it says where`,
    );
  }
}

/** A disk that is full, a folder that may not be written: nothing that is wrong with the program. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === "string";
}
