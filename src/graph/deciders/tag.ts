import { pointerTo } from "../../spec/pointer";
import { counted, quote } from "../../text/wording";
import * as messages from "../messages";
import { ownValue } from "../own-value";
import { numbersOf, type DeciderKind } from "./kind";

declare module "../ir" {
  interface Deciders {
    /** A tag, by its name: by the sample's value. */
    tag: { readonly tag: string };
  }
}

/** A tag: the branch of the sample's value. */
export const tag: DeciderKind<"tag"> = {
  says: "one",
  resolve(build, { tag: name }) {
    const keys = ownValue(build.spec.tags, name);
    if (!keys) return messages.unknownTag(name, Object.keys(build.spec.tags));
    return {
      by: { tag: name },
      name,
      keys,
      numbers: numbersOf(keys),
      describe: () => `the tag ${quote(name)} has ${counted("the value", "the values", keys)}`,
      source: pointerTo("/tags", name),
      gate: undefined,
    };
  },
  mentions: () => [],
  gate: () => undefined,
  source: () => undefined,
  label: ({ tag: name }) => name,
};
