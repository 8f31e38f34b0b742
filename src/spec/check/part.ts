import { EspalierError } from "../../errors";
import { notPlain } from "../plain";
import { formatProblem } from "../problem";
import { validate } from "./validate";

/** Of many problems, so many are said: the first tells what kind of damage it is. */
const SAID = 3;

/**
 * Refuses a part of a saved file that is not what its type says, by the schema made from that type.
 *
 * @param type the name of a type that scripts/schemas.mjs knows
 * @param where the file, for messages
 * @throws EspalierError with what is wrong
 */
export function checkPart(type: string, value: unknown, where: string): void {
  const unfit = notPlain(value);
  const problems = unfit.length > 0 ? unfit : validate(type, value, { modules: undefined });
  if (problems.length === 0) return;
  const said = problems.slice(0, SAID).map((problem) => formatProblem(problem));
  const more = problems.length > SAID ? ` (and ${problems.length - SAID} more)` : "";
  throw new EspalierError(`what is saved there is no ${type}: ${said.join(" · ")}${more}`, {
    where,
    hint: "the file is damaged or something else: save it again",
  });
}
