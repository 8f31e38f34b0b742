import { EspalierError } from "../errors";
import { list } from "../text/wording";
import { sizeOf } from "../shape";
import { alignNames } from "./align-names";
import { requireDataset } from "./check-dataset";
import type { Dataset, InputColumn } from "./dataset";
import { writePadded } from "./sequences";

type Labels = Int32Array | Float32Array;

/**
 * One dataset of samples of different kinds, told apart by a tag: `joinDatasets("dataType", { float, int })`. The samples
 * of each part follow each other, in the order of the parts; the tag's values are numbered in that order and named as the
 * parts, so that a network with another order in its `tags` finds them.
 *
 * An input that only some parts have is kept for their samples alone (`rows` is -1 for the others); labels that a part
 * lacks are no label (-1 or NaN), and sample weights that it lacks are 1. Other tags must be in every part. Classes and tag values that several parts name are
 * matched by name: numbered as in the first of them.
 *
 * @throws EspalierError where parts disagree in the shape or type of an input, the kind of a target, or the names of its
 * classes or of a tag's values.
 */
export function joinDatasets(tag: string, parts: Readonly<Record<string, Dataset>>): Dataset {
  if (typeof parts !== "object" || (parts as unknown) === null)
    throw new EspalierError("joinDatasets needs the parts by their names", {
      hint: 'write joinDatasets("source", { here: …, there: … })',
    });
  for (const [name, part] of Object.entries(parts)) requireDataset(part, `joinDatasets, part "${name}",`);
  const named = alignNames(Object.entries(parts));
  if (named.length === 0) throw new EspalierError("there are no datasets to join");
  const empty = named.find(([, part]) => part.size === 0);
  if (empty) throw new EspalierError(`the part "${empty[0]}" has no samples`);
  const size = named.reduce((sum, [, part]) => sum + part.size, 0);
  const keys = (of: (part: Dataset) => object) => [
    ...new Set(named.flatMap(([, part]) => Object.keys(of(part)))),
  ];
  const build = <Value>(names: readonly string[], make: (name: string) => Value): Record<string, Value> =>
    Object.fromEntries(names.map((name) => [name, make(name)]));

  const own = named.flatMap(([, part], number) => new Array<number>(part.size).fill(number));
  if (keys((part) => part.tags).includes(tag))
    throw new EspalierError(`a part has the tag "${tag}" already`, { hint: "join by another name" });
  const classes = build(
    keys((part) => part.classes ?? {}),
    (name) => joinClasses(name, named),
  );
  const tagValues = {
    ...build(
      keys((part) => part.tagValues ?? {}),
      (name) => joinTagValues(name, named),
    ),
    [tag]: named.map(([name]) => name),
  };
  return {
    size,
    inputs: build(
      keys((part) => part.inputs),
      (name) => joinInput(name, named),
    ),
    labels: build(
      keys((part) => part.labels),
      (name) => joinLabels(name, named, size),
    ),
    tags: {
      ...build(
        keys((part) => part.tags),
        (name) => joinTag(name, named),
      ),
      [tag]: Int32Array.from(own),
    },
    ...(named.some(([, part]) => part.sampleWeights) && {
      sampleWeights: build(
        keys((part) => part.sampleWeights ?? {}),
        (name) => joinWeights(name, named),
      ),
    }),
    ...(Object.keys(classes).length > 0 && { classes }),
    tagValues,
  };
}

type Parts = readonly (readonly [string, Dataset])[];

/** The parts that have it, all of the first one's kind. */
function agreeing<Value>(
  named: Parts,
  what: string,
  get: (part: Dataset) => Value | undefined,
  kind: (value: Value, part: Dataset) => string,
): Value[] {
  const having = named.flatMap(([name, part]) => {
    const value = get(part);
    return value === undefined ? [] : [{ name, value, kind: kind(value, part) }];
  });
  const first = having[0]!;
  const other = having.find((part) => part.kind !== first.kind);
  if (other)
    throw new EspalierError(
      `${what} is ${first.kind} in the part "${first.name}" and ${other.kind} in "${other.name}"`,
      { hint: "give the two different names" },
    );
  return having.map(({ value }) => value);
}

function joinInput(name: string, named: Parts): InputColumn {
  const ofPart = stretched(name, named);
  const columns = agreeing(
    named,
    `the input "${name}"`,
    (part) => ofPart.get(part),
    ({ shape, data }) => `${data instanceof Int32Array ? "int32" : "float32"} of shape [${shape.join(", ")}]`,
  );
  const { shape, data } = columns[0]!;
  const joined = concatenated(
    columns.map((column) => column.data),
    data,
  );
  const isRagged = columns.some((column) => column.lengths);
  const lengths = isRagged && {
    lengths: concatenated(columns.map(lengthsOf), new Int32Array(0)) as Int32Array,
  };
  if (columns.length === named.length && columns.every(({ rows }) => !rows))
    return { shape, data: joined, ...lengths };
  let start = 0;
  const rows = named.flatMap(([, part]) => {
    const column = ofPart.get(part);
    if (!column) return new Array<number>(part.size).fill(-1);
    const before = start;
    start += column.data.length / sizeOf(shape);
    return Array.from({ length: part.size }, (_, sample) => {
      const row = column.rows ? column.rows[sample]! : sample;
      return row < 0 ? -1 : before + row;
    });
  });
  return { shape, data: joined, rows: Int32Array.from(rows), ...lengths };
}

/** The columns of the parts that have the input: sequences of different lengths with room for the longest of all. */
function stretched(name: string, named: Parts): Map<Dataset, InputColumn> {
  const columns = new Map(
    named.flatMap(([, part]) => {
      const column = part.inputs[name];
      return column ? [[part, column] as const] : [];
    }),
  );
  const all = [...columns.values()];
  if (!all.some(({ lengths }) => lengths)) return columns;
  const longest = Math.max(...all.map(({ shape }) => shape[0] ?? 0));
  for (const [part, column] of columns) columns.set(part, stretch(column, longest));
  return columns;
}

function stretch(column: InputColumn, steps: number): InputColumn {
  const [stride, ...step] = column.shape;
  if (stride === undefined || stride === steps) return column;
  const width = sizeOf(step);
  const lengths = lengthsOf(column);
  const data = new (column.data instanceof Int32Array ? Int32Array : Float32Array)(
    lengths.length * steps * width,
  );
  writePadded(data, { values: column.data, width, lengths, stride }, steps, 0);
  return { ...column, shape: [steps, ...step], data, lengths };
}

/** How many steps each row has. */
const lengthsOf = ({ shape, data, lengths }: InputColumn): Int32Array =>
  lengths ?? new Int32Array(data.length / sizeOf(shape)).fill(shape[0] ?? 0);

function concatenated(arrays: readonly Labels[], like: Labels): Labels {
  const length = arrays.reduce((sum, array) => sum + array.length, 0);
  const all = like instanceof Float32Array ? new Float32Array(length) : new Int32Array(length);
  let start = 0;
  for (const array of arrays) {
    all.set(array, start);
    start += array.length;
  }
  return all;
}

function joinLabels(name: string, named: Parts, size: number): Labels {
  const [first] = agreeing(
    named,
    `the target "${name}"`,
    (part) => part.labels[name],
    (values, part) =>
      values instanceof Int32Array ? "classes" : `${values.length / part.size} values for each sample`,
  );
  const owner = named.find(([, part]) => part.labels[name])![1];
  const width = first!.length / owner.size;
  const all =
    first instanceof Int32Array ? new Int32Array(size).fill(-1) : new Float32Array(size * width).fill(NaN);
  let start = 0;
  for (const [, part] of named) {
    const values = part.labels[name];
    if (values) all.set(values, start);
    start += part.size * width;
  }
  return all;
}

/** Samples of a part without weights have 1. */
function joinWeights(name: string, named: Parts): Float32Array {
  const weights = named.map(([, part]) => part.sampleWeights?.[name] ?? new Float32Array(part.size).fill(1));
  return concatenated(weights, new Float32Array(0)) as Float32Array;
}

function joinClasses(name: string, named: Parts): readonly string[] {
  const [names] = agreeing(
    named,
    `the target "${name}"`,
    (part) => part.classes?.[name],
    (classes) => `of the classes ${list(classes)}`,
  );
  checkNumbers(`class of "${name}"`, names!, named, (part) => part.labels[name]);
  return names!;
}

function joinTagValues(name: string, named: Parts): readonly string[] {
  const [names] = agreeing(
    named,
    `the tag "${name}"`,
    (part) => part.tagValues?.[name],
    (values) => `of the values ${list(values)}`,
  );
  checkNumbers(`value of the tag "${name}"`, names!, named, (part) => part.tags[name]);
  return names!;
}

/** Parts without names of their own get those of the others: their numbers must fit. */
function checkNumbers(
  what: string,
  names: readonly string[],
  named: Parts,
  get: (part: Dataset) => Labels | undefined,
): void {
  for (const [part, dataset] of named) {
    const numbers = get(dataset);
    if (!(numbers instanceof Int32Array)) continue;
    const wrong = numbers.findIndex((number) => number >= names.length);
    if (wrong < 0) continue;
    throw new EspalierError(
      `sample ${wrong} of the part "${part}" has the ${what} number ${numbers[wrong]!}, and there are ${names.length}: ${list(names)}`,
      { hint: "give every part names, or the same ones" },
    );
  }
}

function joinTag(name: string, named: Parts): Int32Array {
  const lacking = named.find(([, part]) => !part.tags[name]);
  if (lacking)
    throw new EspalierError(`the part "${lacking[0]}" has no tag "${name}", which others have`, {
      hint: "give every part the tag, or none",
    });
  return concatenated(
    named.map(([, part]) => part.tags[name]!),
    new Int32Array(0),
  ) as Int32Array;
}
