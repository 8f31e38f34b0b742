/*
 * Names bind, numbers don't: the classes and tag values of data are matched with those of a network by name, so that
 * data whose source numbers them in another order trains and tests the same network.
 */
import { requireDataset } from "../data/check-dataset";
import type { Dataset } from "../data/dataset";
import { reorderLabels } from "../data/label-rows";
import { EspalierError } from "../errors";
import type { Graph } from "../graph/ir";
import { counted, list, quote } from "../text/wording";

/** How many names a message lists before it only counts the rest. */
const LISTED = 20;

/** What numbers stand for: the classes or the labels of a target, or the values of a tag. */
interface Meaning {
  readonly kind: "target" | "labels" | "tag";
  readonly name: string;
  /** Of the network, in the order of its numbers. */
  readonly names: readonly string[];
}

/**
 * The same samples with the labels and tags numbered as the network numbers them: what `answers` and `routes` of a
 * prediction can be compared with, number by number.
 *
 * Classes and tag values that the data names (`classes`, `tagValues`) are matched by name; those without names by number.
 * What fits already is not copied, and where all of it fits the result is `data` itself.
 *
 * @throws EspalierError listing both sides where a name of one is missing in the other, or naming the sample whose number
 * has no name
 */
export function bindData(graph: Pick<Graph, "targets" | "tags">, data: Dataset): Dataset {
  requireDataset(data, "bindData");
  let bound = data;
  for (const target of graph.targets.values()) {
    if (target.kind === "classes") bound = bindClasses(bound, target.name, target.classes);
    if (target.kind === "labels") bound = bindLabels(bound, target.name, target.labels);
  }
  for (const [tag, names] of Object.entries(graph.tags)) bound = bindTag(bound, tag, names);
  return bound;
}

/** The same for the classes of one target. */
export function bindClasses(data: Dataset, target: string, names: readonly string[]): Dataset {
  const meaning: Meaning = { kind: "target", name: target, names };
  const map = renumbering(own(data.classes, target), meaning);
  const labels = own(data.labels, target);
  // Labels of another kind are refused where a head wants them.
  if (labels instanceof Int32Array) checkNumbers(labels, own(data.classes, target) ?? names, meaning);
  if (!map) return data;
  return {
    ...data,
    classes: { ...data.classes, [target]: names },
    ...(labels instanceof Int32Array && {
      labels: { ...data.labels, [target]: labels.map((label) => map[label] ?? -1) },
    }),
  };
}

/** The same for labels of which a sample may have several: each stands in the place that the network has for it. */
function bindLabels(data: Dataset, target: string, names: readonly string[]): Dataset {
  const map = renumbering(own(data.classes, target), { kind: "labels", name: target, names });
  const labels = own(data.labels, target);
  // Labels of another kind or number are refused where a head wants them.
  const fits = labels instanceof Float32Array && labels.length === data.size * names.length;
  if (!map || !fits) return data;
  return {
    ...data,
    classes: { ...data.classes, [target]: names },
    labels: { ...data.labels, [target]: reorderLabels(labels, map) },
  };
}

function bindTag(data: Dataset, tag: string, names: readonly string[]): Dataset {
  const meaning: Meaning = { kind: "tag", name: tag, names };
  const map = renumbering(own(data.tagValues, tag), meaning);
  const values = own(data.tags, tag);
  if (!values) return data;
  checkNumbers(values, own(data.tagValues, tag) ?? names, meaning);
  if (!map) return data;
  return {
    ...data,
    tagValues: { ...data.tagValues, [tag]: names },
    tags: { ...data.tags, [tag]: values.map((value) => map[value]!) },
  };
}

function own<Value>(record: Readonly<Record<string, Value>> | undefined, key: string): Value | undefined {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Number in the data -> number in the network; `undefined` where they are the same or the data has no names. */
function renumbering(given: readonly string[] | undefined, meaning: Meaning): Int32Array | undefined {
  if (!given) return undefined;
  const { names } = meaning;
  const numbers = new Map(names.map((name, number) => [name, number]));
  const map = Int32Array.from(given, (name) => numbers.get(name) ?? -1);
  if (map.includes(-1) || given.length !== names.length || new Set(given).size !== given.length) {
    throw otherNames(given, meaning);
  }
  return map.every((number, i) => number === i) ? undefined : map;
}

function checkNumbers(numbers: Int32Array, names: readonly string[], { kind, name }: Meaning): void {
  const least = kind === "target" ? -1 : 0;
  const sample = numbers.findIndex((number) => number < least || number >= names.length);
  if (sample < 0) return;
  throw kind === "target"
    ? new EspalierError(
        `sample ${sample} has the label ${numbers[sample]!} for ${quote(name)}, which has ${names.length} classes`,
        { hint: `labels run from 0 to ${names.length - 1}; -1 stands for no label` },
      )
    : new EspalierError(`sample ${sample} has the value ${numbers[sample]!} of the tag ${quote(name)}`, {
        hint: `the values are numbered 0 to ${names.length - 1}: ${shown(names)}`,
      });
}

const wordsFor = {
  target: { one: "the class", many: "the classes", all: "the classes of" },
  labels: { one: "the label", many: "the labels", all: "the labels of" },
  tag: { one: "the value", many: "the values", all: "the values of the tag" },
} as const satisfies Record<Meaning["kind"], object>;

function otherNames(given: readonly string[], { kind, name, names }: Meaning): EspalierError {
  const what = `${wordsFor[kind].all} ${quote(name)}`;
  const seen = new Set<string>();
  const twice = given.find((entry) => seen.size === seen.add(entry).size);
  if (twice !== undefined) {
    return new EspalierError(`in the data, ${what} are ${shown(given)}: ${quote(twice)} is there twice`, {
      hint: "give each a name of its own",
    });
  }
  const known = new Set(names);
  const missing = names.filter((entry) => !seen.has(entry));
  const unknown = given.filter((entry) => !known.has(entry));
  const { one, many } = wordsFor[kind];
  const differences = [
    ...(missing.length > 0 ? [`the data lacks ${counted(one, many, few(missing))}`] : []),
    ...(unknown.length > 0 ? [`the network lacks ${counted(one, many, few(unknown))}`] : []),
  ].join(", ");
  return new EspalierError(`${what} are ${shown(given)} in the data, and ${shown(names)} in the network`, {
    hint: `${differences}; ${adviceFor(kind, given, names, unknown)}`,
  });
}

function adviceFor(
  kind: Meaning["kind"],
  given: readonly string[],
  names: readonly string[],
  unknown: readonly string[],
): string {
  if (unknown.length === 0) {
    const key = kind === "tag" ? "tagValues" : "classes";
    return `name all of them in the data's ${key}, also those without a sample`;
  }
  const numbered = names.every((entry, number) => entry === String(number));
  return kind !== "tag" && numbered && given.length === names.length
    ? `write the names in the graph: "${kind === "labels" ? "labels" : "classes"}": ${given.length <= LISTED ? JSON.stringify(given) : "[…]"}`
    : "give both the same names, in any order";
}

function shown(names: readonly string[]): string {
  return list(few(names));
}

function few(names: readonly string[]): readonly string[] {
  return names.length <= LISTED + 1 ? names : [...names.slice(0, LISTED), `${names.length - LISTED} more`];
}
