import type { Deciding } from "./deciding";
import { maskScores } from "./mask";

/** By the same numbers for every row. */
export const constant: Deciding<"constant"> = {
  given({ constant: numbers }, rows) {
    const all = Array.from({ length: rows }, () => numbers).flat();
    return maskScores(all, numbers.length);
  },
};
