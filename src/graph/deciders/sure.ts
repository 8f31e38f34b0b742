import { pointerTo } from "../../spec/pointer";
import * as messages from "../messages";
import { classesOf, decidingNode } from "./head";
import { numbersOf, type DeciderKind } from "./kind";

declare module "../ir" {
  interface Deciders {
    /** A head, by its path: by how sure it is. */
    sure: {
      readonly sure: string;
      readonly measure: "confidence" | "entropy";
      /** The probability from which it is sure; the entropy in nats below which it is. */
      readonly limit: number;
    };
  }
}

/** The keys of its branches, in their order. */
const keys = ["sure", "unsure"];

/** How sure a head is: early exit. */
export const sure: DeciderKind<"sure"> = {
  says: "one",
  resolve(build, by, { pointer }) {
    const name = by.sure;
    const node = decidingNode(build, name, pointerTo(pointer, "by", "sure"));
    if (!node || "message" in node) return node;
    if (node.kind === "gate") return messages.gateIsNeverSure(name);
    const classes = classesOf(build, name, node);
    if ("message" in classes) return classes;
    return {
      by:
        "atLeast" in by
          ? { sure: node.path, measure: "confidence", limit: by.atLeast }
          : { sure: node.path, measure: "entropy", limit: by.entropyBelow },
      name,
      keys,
      numbers: numbersOf(keys),
      describe: () => `a route by how sure a head is has the branches "sure" and "unsure"`,
      source: undefined,
      gate: undefined,
    };
  },
  mentions: () => [],
  gate: (by) => by.sure,
  source: (by) => by.sure,
  label: ({ sure: path, measure, limit }, named) =>
    `${named(path)} (${measure === "confidence" ? `at least ${limit}` : `entropy below ${limit}`})`,
};
