/* What an experiment is answered with. The same form as in `index.ts`. */
import { oneOf } from "../check/describe";
import { both, didYouMean, firstSentence, quote, quoted, type Wording } from "./words";

export function severalLabels(): Wording {
  return {
    message:
      "an experiment compares networks over classes that exclude one another, and here a sample may have several labels",
    hint: 'name one column with one class for each row; for several labels train graphs with "labels" targets and compare their evaluateLabels',
  };
}

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

export function noTarget(name: string, targets: readonly string[]): Wording {
  return {
    message: `the task has no target ${quote(name)}`,
    hint: `name ${oneOf(targets)}`,
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

/** `means` is what the option's description says. */
export function optionNeeded(type: string, key: string, means: string): Wording {
  return {
    message: `an approach of the type ${quote(type)} needs ${quote(key)}`,
    hint: `add ${quote(key)}: ${firstSentence(means)}`,
  };
}

export function optionOfOther(key: string, type: string, of: readonly string[]): Wording {
  const own = saidElsewhere[type]?.[key];
  if (own) return own;
  return {
    message: `${quote(key)} means nothing to an approach of the type ${quote(type)}`,
    hint: `remove it: it belongs to ${oneOf(quoted(of))}`,
  };
}

/** By type: options that do mean something to it, but are said in another place. */
const saidElsewhere: Readonly<Record<string, Readonly<Record<string, Wording>>>> = {
  graph: {
    training: {
      message: "a graph file says itself how it is trained",
      hint: "change the training in that file",
    },
  },
};

export function trunkEmpty(): Wording {
  return { message: "the trunk has no layers", hint: 'write at least one, such as "flatten"' };
}

export function alternateOutside(): Wording {
  return {
    message: "only an approach of the type alternating trains branches in turn",
    hint: 'write "schedule" and "inactiveShare" in that approach itself',
  };
}

export function testShareZero(): Wording {
  return {
    message: "a test share of 0 leaves nothing to test on",
    hint: "give a share such as 0.2",
  };
}

export function testShareUnused(): Wording {
  return {
    message: "with several folds each of them is the test set once; the test share is not used",
    hint: "remove it, or set folds to 1",
  };
}
