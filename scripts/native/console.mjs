/* What the set-up says, and how it stops: a `SetupError` is for the person who runs it, so no stack is printed. */

/** Something that the person must do first. */
export class SetupError extends Error {}

export function say(line) {
  console.log(line);
}

/** The last lines of a program's output, indented, for an error message. */
export function tail(output, lines = 12) {
  return output
    .trim()
    .split("\n")
    .slice(-lines)
    .map((line) => `    ${line}`)
    .join("\n");
}
