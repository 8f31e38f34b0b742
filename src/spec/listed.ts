import { limit } from "../limits";
import * as messages from "./messages/index";
import type { Problem } from "./problem";

/**
 * At most as many problems as `limit("problems")`, errors before warnings, and one more that counts the others: nobody
 * reads ten thousand.
 */
export function listed(problems: readonly Problem[], unlisted = { errors: 0, warnings: 0 }): Problem[] {
  const most = limit("problems");
  const hidden = { ...unlisted };
  const errors = problems.filter(({ severity }) => severity === "error").length;
  let room = { errors: Math.min(errors, most), warnings: Math.max(0, most - errors) };
  const shown = problems.filter(({ severity }) => {
    const kind = severity === "error" ? "errors" : "warnings";
    if (room[kind] > 0) {
      room = { ...room, [kind]: room[kind] - 1 };
      return true;
    }
    hidden[kind] += 1;
    return false;
  });
  const count = hidden.errors + hidden.warnings;
  if (count === 0) return shown;
  const position = shown.at(-1)?.position;
  shown.push({
    pointer: "",
    ...messages.notListed(count),
    severity: hidden.errors > 0 ? "error" : "warning",
    ...(position && { position }),
  });
  return shown;
}
