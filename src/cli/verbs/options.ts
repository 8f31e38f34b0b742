/* What the texts of options mean. */
import { InvalidArgumentError } from "commander";

/** An option that may be given several times. */
export function collect(value: string, earlier: unknown): string[] {
  return [...(Array.isArray(earlier) ? (earlier as string[]) : []), value];
}

/** @throws InvalidArgumentError for what is no number above 0 */
export function positiveNumber(value: string): number {
  const number = Number(value);
  if (!(number > 0)) throw new InvalidArgumentError("It must be a number above 0.");
  return number;
}
