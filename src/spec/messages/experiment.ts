/* What an experiment is answered with. The same form as in `messages.ts`. */
import { oneOf } from "../check/describe";
import { both, didYouMean, quote, quoted, type Wording } from "./words";

export function classTwice(name: string, group: string): Wording {
  return {
    message: `the class ${quote(name)} is in the group ${quote(group)} already`,
    hint: "each class is in exactly one group",
  };
}

export function unknownClass(name: string, meant: string | undefined): Wording {
  return {
    message: `there is no class ${quote(name)} in /task/classes`,
    hint: meant === undefined ? "remove it, or add it to the classes" : didYouMean(meant),
  };
}

export function classesWithoutGroup(names: readonly string[]): Wording {
  const [first] = names;
  return {
    message:
      names.length === 1 && first !== undefined
        ? `the class ${quote(first)} is in no group`
        : `the classes ${both(quoted(names))} are in no group`,
    hint: "each class is in exactly one group; a group may be a single class",
  };
}

export function sameName(key: string, other: string, name: string): Wording {
  return { message: `${quote(key)} and ${quote(other)} are both called ${quote(name)}`, hint: "rename one" };
}

export function approachWithoutType(
  name: string,
  types: readonly string[],
  meant: string | undefined,
): Wording {
  return {
    message: `${quote(name)} is no type of approach, and "type" is missing`,
    hint: meant === undefined ? `say "type": ${oneOf(quoted(types))}` : didYouMean(meant),
  };
}

export function graphWithoutFile(): Wording {
  return { message: 'an approach of the type "graph" needs "file"', hint: 'add "file": its *.graph.json' };
}

export function optionOfOther(key: string, type: string, of: readonly string[]): Wording {
  return {
    message: `${quote(key)} means nothing to an approach of the type ${quote(type)}`,
    hint: `remove it: it belongs to ${oneOf(quoted(of))}`,
  };
}
