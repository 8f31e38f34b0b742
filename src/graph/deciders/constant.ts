import * as messages from "../messages";
import { keysOf, numbersOf, type DeciderKind } from "./kind";

declare module "../ir" {
  interface Deciders {
    /** A number for each branch, 0 rules it out. */
    constant: { readonly constant: readonly number[] };
  }
}

/** Decided once for all samples: a number for each branch, in the order in which they are written. */
export const constant: DeciderKind<"constant"> = {
  says: "numbers",
  resolve(_, { constant: values }, { branches }) {
    const keys = keysOf(branches, values.length);
    if (values.length !== keys.length) return messages.constantOfOtherLength(values.length, keys.length);
    if (!values.some((value) => value > 0)) return messages.constantRulesAllOut();
    return {
      by: { constant: values },
      name: "constant",
      keys,
      numbers: numbersOf(keys),
      describe: () => `a route by a constant has as many branches as that has numbers`,
      source: undefined,
      gate: undefined,
    };
  },
  mentions: () => [],
  gate: () => undefined,
  source: () => undefined,
  numbers: ({ constant: values }) => values,
  label: ({ constant: values }) => `[${values.join(", ")}]`,
};
