import { pointerTo } from "../../spec/pointer";
import { counted, quote } from "../../text/wording";
import type { Build } from "../build";
import type { Node } from "../ir";
import type { Message } from "../message";
import * as messages from "../messages";
import { ownValue } from "../own-value";
import { numbersOf, type Decider, type DeciderKind } from "./kind";

/** A head: the branch of its likeliest class. A gate: that of its likeliest choice. */
export const head: DeciderKind<"head"> = {
  says: "probabilities",
  resolve(build, { head: name }) {
    const node = decidingNode(build, name);
    if (!node || "message" in node) return node;
    if (node.kind === "gate") {
      const { path, choices } = node;
      return {
        by: { head: path },
        name,
        keys: choices,
        numbers: numbersOf(choices),
        describe: () => `the gate ${quote(name)} has ${counted("the choice", "the choices", choices)}`,
        source: pointerTo(node.pointer, "choices"),
        gate: undefined,
      };
    }
    const classes = classesOf(build, name, node);
    return "message" in classes ? classes : { by: { head: node.path }, ...classes };
  },
  mentions: () => [],
  gate: ({ head: name }) => name,
  source: ({ head: path }) => path,
  label: ({ head: path }, named) => named(path),
};

type DecidingNode = Extract<Node, { kind: "head" | "gate" }>;

/** The head or gate of a name; a problem, or `undefined` where it has one itself. */
export function decidingNode(build: Build, name: string): DecidingNode | Message | undefined {
  const declared = build.heads.find(name);
  if (!declared) {
    if (ownValue(build.spec.tags, name)) return messages.tagAsHead(name);
    if (build.spec.nodes.some((node) => node.kind === "route" && node.name === name)) {
      return messages.routeAsHead(name);
    }
    return messages.unknownHead(
      name,
      build.heads.all.map((other) => other.name),
    );
  }
  if (declared.branch !== undefined) return messages.gateInBranch(name);
  const node = build.nodes.get(declared.path);
  return node?.kind === "head" || node?.kind === "gate" ? node : undefined;
}

/** The classes of a head as keys; a problem where it has none. */
export function classesOf(
  build: Build,
  name: string,
  node: Extract<Node, { kind: "head" }>,
): Omit<Decider, "by"> | Message {
  const target = build.targets.get(node.target);
  const { classes, members } = node;
  if (target?.kind !== "classes" || !classes || !members) return messages.gateOfValues(name, node.target);
  return {
    name,
    keys: classes,
    numbers: numbersOf(classes),
    describe: () => `the gate ${quote(name)} has ${counted("the class", "the classes", classes)}`,
    source: pointerTo("/targets", target.name, "classes"),
    gate: { target, members },
  };
}
