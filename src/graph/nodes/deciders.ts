/* Who decides on a route, and whether there is a branch for each decision. */
import type { NormalRoute } from "../../spec/normal";
import { pointerTo } from "../../spec/pointer";
import { nearest } from "../../text/suggest";
import type { Build } from "../build";
import type { DeclaredHead } from "../declare";
import type { ClassTarget, DecidedBy } from "../ir";
import type { Message } from "../message";
import { isMessage } from "../message";
import * as messages from "../messages";
import type { Names } from "../names";
import { firstName, hasBranches, placeIn } from "../names";
import { OTHERS } from "./branches";
import { ownValue } from "../own-value";

/** A gate or a tag. */
export interface Decider {
  /** The head's path, or the tag. */
  readonly by: DecidedBy;
  /** What the author calls it. */
  readonly name: string;
  /** Its classes or values, in their order: the keys of the branches. */
  readonly keys: readonly string[];
  /** Key -> its number. */
  readonly numbers: ReadonlyMap<string, number>;
  /** Pointer to where the keys are written. */
  readonly source: string;
  /** A gate's target, and the number there of each key. */
  readonly gate: { readonly target: ClassTarget; readonly members: readonly number[] } | undefined;
}

/** Who decides; `undefined` if nobody can (reported), or the gate itself has a problem. */
export function resolveDecider(build: Build, route: NormalRoute): Decider | undefined {
  const byTag = "tag" in route.by;
  const pointer = pointerTo(route.pointer, "by");
  const decider =
    "tag" in route.by ? tagDecider(build, route.by.tag) : gateDecider(build, route.by.head, pointer);
  if (!isMessage(decider)) return decider;
  build.report.error(byTag ? pointerTo(pointer, "tag") : pointer, decider);
  return undefined;
}

function tagDecider(build: Build, tag: string): Decider | Message {
  const keys = ownValue(build.spec.tags, tag);
  if (!keys) return messages.unknownTag(tag, Object.keys(build.spec.tags));
  return {
    by: { tag },
    name: tag,
    keys,
    numbers: numbersOf(keys),
    source: pointerTo("/tags", tag),
    gate: undefined,
  };
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

function gateDecider(build: Build, name: string, pointer: string): Decider | Message | undefined {
  const declared = findGate(build, name, pointer);
  if (!declared || isMessage(declared)) return declared;
  const head = build.nodes.get(declared.path);
  if (head?.kind !== "head") return undefined;
  const target = build.targets.get(head.target);
  if (target?.kind !== "classes" || !head.classes || !head.members) {
    return messages.gateOfValues(name, head.target);
  }
  return {
    by: { head: head.path },
    name,
    keys: head.classes,
    numbers: numbersOf(head.classes),
    source: pointerTo("/targets", target.name, "classes"),
    gate: { target, members: head.members },
  };
}

const numbersOf = (keys: readonly string[]) => new Map(keys.map((key, number) => [key, number]));

/** With more branches that nobody chooses than these, none is guessed at. */
const mostGuesses = 50;

/** The numbers of the keys without a branch. A branch too many is reported, and with it the key that it stands for. */
export function checkKeys(build: Build, route: NormalRoute, decider: Decider): number[] {
  const written = new Set(route.branches.map((branch) => branch.key));
  const missing = decider.keys.filter((key) => !written.has(key));
  const surplus = route.branches.filter(({ key }) => key !== OTHERS && !decider.numbers.has(key));
  const renamed = missing.length === 1 && surplus.length === 1 ? missing[0] : undefined;
  for (const { key, pointer } of surplus) {
    const near = surplus.length > mostGuesses ? undefined : nearest(key, missing);
    build.report.error(pointer, () => messages.surplusBranch(decider, key, { near, renamed }), "key");
    const meant = near ?? renamed;
    if (meant !== undefined) missing.splice(missing.indexOf(meant), 1);
  }
  const left = new Set(missing);
  return [...decider.keys.keys()].filter((index) => left.has(decider.keys[index]!));
}
