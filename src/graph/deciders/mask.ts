import { counted, quote } from "../../text/wording";
import * as messages from "../messages";
import { keysOf, numbersOf, type DeciderKind } from "./kind";

declare module "../ir" {
  interface Deciders {
    /** An input, by its name: a number for each branch, 0 rules it out. */
    mask: { readonly mask: string };
  }
}

/** An input: a number for each branch, in the order in which they are written. */
export const mask: DeciderKind<"mask"> = {
  says: "numbers",
  resolve(build, { mask: name }, { branches }) {
    const input = build.inputs.get(name);
    if (!input) return messages.unknownMask(name, [...build.inputs.keys()]);
    const [width] = input.shape;
    const keys = keysOf(branches, width);
    if (input.shape.length !== 1 || width !== keys.length) {
      return messages.maskOfOtherShape(name, input.shape, keys.length);
    }
    if (Object.keys(input.when).length > 0) return messages.maskNotForAll(name);
    return {
      by: { mask: name },
      name,
      keys,
      numbers: numbersOf(keys),
      describe: () => `the mask ${quote(name)} has ${counted("the branch", "the branches", keys)}`,
      source: undefined,
      gate: undefined,
    };
  },
  mentions: ({ mask: name }) => [name],
  gate: () => undefined,
  source: ({ mask: name }) => name,
  label: ({ mask: name }) => name,
};
