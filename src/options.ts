import { EspalierError } from "./errors";

/**
 * Refuses options that a function does not have: from plain JavaScript a misspelt one would be ignored in silence.
 *
 * @param known names of the options that there are
 * @param advice name of an option that people write here by mistake -> what to do in its place
 * @throws EspalierError naming the option and those that there are
 */
export function checkOptions(
  what: string,
  options: object,
  known: readonly string[],
  advice: Readonly<Record<string, string>> = {},
): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const special = Object.hasOwn(advice, name) ? advice[name] : undefined;
    throw new EspalierError(`${what} has no option "${name}"`, {
      hint: special ?? (known.length > 0 ? `its options are ${known.join(", ")}` : "it has none"),
    });
  }
}
