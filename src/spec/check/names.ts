/* Checks of names, for a graph spec that has the right form. What names refer to, `src/graph` knows. */
import { limit } from "../../limits";
import type { GraphSpec, StackItem } from "../language";
import * as messages from "../messages/index";
import { pointerTo } from "../pointer";
import { error, type Problem } from "../problem";
import { layerForm } from "../own-forms";
import { nearest } from "../../text/suggest";
import { isOwn, networksOf, nodesOf, stacksOf, type WrittenNetwork } from "./stacks";

export function checkNames(spec: GraphSpec): Problem[] {
  return [
    ...keysAsNames("/inputs", spec.inputs),
    ...keysAsNames("/nodes", spec.nodes),
    ...keysAsNames("/modules", spec.modules),
    ...[...networksOf(spec)].flatMap(innerNames),
    ...branchKeys(spec),
    ...moduleNames(spec),
    ...nodeNames(spec),
    ...[...stacksOf(spec)].flatMap(({ items, pointer }) => itemNames(items, pointer)),
    ...singleNames(spec),
    ...phaseNames(spec),
    ...placedNames(spec),
  ];
}

/** A name becomes a part of paths like `node/layer/kernel`, which patterns like `node/*` choose from. */
export function nameProblems(name: string, pointer: string, key: boolean): Problem[] {
  if (name.length > limit("nameLength")) {
    return [{ ...error(pointer, messages.nameTooLong(name.length)), ...(key && { key }) }];
  }
  const character = ["/", "*"].find((special) => name.includes(special));
  if (name !== "" && character === undefined) return [];
  const wording = character === undefined ? messages.nameEmpty() : messages.nameWith(name, character);
  return [{ ...error(pointer, wording), ...(key && { key }) }];
}

function keysAsNames(place: string, record: Readonly<Record<string, unknown>> = {}): Problem[] {
  return Object.keys(record).flatMap((name) => nameProblems(name, pointerTo(place, name), true));
}

function branchKeys(spec: GraphSpec): Problem[] {
  return [...nodesOf(spec)].flatMap(({ node, pointer }) =>
    !isOwn(node) && "branches" in node
      ? Object.keys(node.branches)
          .filter((key) => key !== "*")
          .flatMap((key) => nameProblems(key, pointerTo(pointer, "branches", key), true))
      : [],
  );
}

/** Names of the nodes of a network within. */
function innerNames({ network: { nodes }, pointer }: WrittenNetwork): Problem[] {
  const place = pointerTo(pointer, "nodes");
  const entering = Object.hasOwn(nodes, "input")
    ? [{ ...error(pointerTo(place, "input"), messages.nameOfEntering()), key: true }]
    : [];
  return [...keysAsNames(place, nodes), ...entering];
}

function moduleNames({ modules = {} }: GraphSpec): Problem[] {
  return Object.keys(modules)
    .filter((name) => layerForm(name) !== undefined)
    .map((name) => ({ ...error(pointerTo("/modules", name), messages.nameOfLayer(name)), key: true }));
}

function nodeNames({ inputs, nodes }: GraphSpec): Problem[] {
  return Object.keys(nodes).flatMap((name) => {
    const pointer = pointerTo("/nodes", name);
    if (Object.hasOwn(inputs, name)) return [{ ...error(pointer, messages.nameOfInput(name)), key: true }];
    // The weights of shared modules are at `modules/name/…`.
    if (name === "modules") return [{ ...error(pointer, messages.nameReserved(name)), key: true }];
    return [];
  });
}

/** Names that the author chose; the others are chosen around them. */
function itemNames(items: readonly StackItem[], pointer: string): Problem[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    if (typeof item === "string" || item.name === undefined) return [];
    const place = pointerTo(pointer, index, "name");
    if (seen.has(item.name)) return [error(place, messages.nameTwice(item.name))];
    seen.add(item.name);
    return nameProblems(item.name, place, false);
  });
}

function singleNames(spec: GraphSpec): Problem[] {
  return [...nodesOf(spec)].flatMap(({ node, pointer }) =>
    "name" in node && node.name !== undefined
      ? nameProblems(node.name, pointerTo(pointer, "name"), false)
      : [],
  );
}

function phaseNames({ training }: GraphSpec): Problem[] {
  const seen = new Set<string>();
  return (training?.phases ?? []).flatMap(({ name }, index) => {
    const place = pointerTo("/training/phases", index, "name");
    if (name === "") return [error(place, messages.nameEmpty())];
    if (seen.has(name)) return [error(place, messages.phaseTwice(name))];
    seen.add(name);
    return [];
  });
}

/** The view means nothing to the network, so what it places beside it is only a warning. */
function placedNames({ inputs, nodes, view = {} }: GraphSpec): Problem[] {
  const known = [...Object.keys(inputs), ...Object.keys(nodes)];
  const there = new Set(known);
  return Object.keys(view)
    .filter((name) => !there.has(name))
    .map((name) => ({
      pointer: pointerTo("/view", name),
      ...messages.nothingToView(name, nearest(name, known)),
      severity: "warning" as const,
      key: true,
    }));
}
