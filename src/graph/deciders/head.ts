import { pointerTo } from "../../spec/pointer";
import { counted, quote } from "../../text/wording";
import type { Build } from "../build";
import type { DeclaredHead } from "../declare";
import type { Node } from "../ir";
import type { Message } from "../message";
import { isMessage } from "../message";
import * as messages from "../messages";
import { firstName, hasBranches, placeIn, type Names } from "../names";
import { ownValue } from "../own-value";
import { numbersOf, type Decider, type DeciderKind } from "./kind";

declare module "../ir" {
  interface Deciders {
    /** A head or a gate, by its path: by what it says of each branch. */
    head: { readonly head: string };
  }
}

/** A head: the branch of its likeliest class. A gate: that of its likeliest choice. */
export const head: DeciderKind<"head"> = {
  says: "probabilities",
  resolve(build, { head: name }, { pointer }) {
    const node = decidingNode(build, name, pointerTo(pointer, "by"));
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

/** The head or gate of a name; a problem, or `undefined` where it has one itself (reported). */
export function decidingNode(
  build: Build,
  name: string,
  pointer: string,
): DecidingNode | Message | undefined {
  const declared = findGate(build, name, pointer);
  if (!declared || isMessage(declared)) return declared;
  const node = build.nodes.get(declared.path);
  return node?.kind === "head" || node?.kind === "gate" ? node : undefined;
}

/**
 * The head that a route means by a name: of the innermost body, from the route's own outwards, that has a node of that name
 * which is no route. `undefined` where there is none (which is reported when all heads are known), or it has a problem.
 */
function findGate(build: Build, name: string, pointer: string): DeclaredHead | Message | undefined {
  const node = firstName(name);
  const body = build.names.where(({ nodes }) => nodes.has(node) && !hasBranches(nodes.get(node)));
  const found = body && build.heads.find(placeIn(body.place, name).path);
  if (found) return found.branch === body.branch ? found : messages.gateInBranch(name);
  if (!body || body.own(node) !== undefined) {
    build.made.later.push(() => build.report.error(pointer, () => noGate(build, name)));
  }
  return undefined;
}

/** Why a name is no gate's. */
function noGate({ names, heads, spec }: Build, name: string): Message {
  const known: string[] = [];
  for (let body: Names | undefined = names; body; body = body.around) {
    const around = placeIn(body.place, "").path;
    if (heads.find(`${around}${name}`)) return messages.gateInBranch(name);
    for (const head of heads.names) if (head.startsWith(around)) known.push(head.slice(around.length));
  }
  if (ownValue(spec.tags, name)) return messages.tagAsHead(name);
  const isRoute = names.where(({ nodes }) => hasBranches(nodes.get(name))) !== undefined;
  return isRoute ? messages.routeAsHead(name) : messages.unknownHead(name, [...new Set(known)]);
}

/** The classes of a head as keys; a problem where it has none. */
export function classesOf(
  build: Build,
  name: string,
  node: Extract<Node, { kind: "head" }>,
): Omit<Decider, "by"> | Message {
  const target = build.targets.get(node.target);
  const { classes, members } = node;
  if (target?.kind !== "classes" || !classes || !members)
    return messages.gateWithoutClasses(name, node.target, target?.kind ?? "values");
  return {
    name,
    keys: classes,
    numbers: numbersOf(classes),
    describe: () => `the gate ${quote(name)} has ${counted("the class", "the classes", classes)}`,
    source: pointerTo("/targets", target.name, "classes"),
    gate: { target, members },
  };
}
