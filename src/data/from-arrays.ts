import { EspalierError } from "../errors";
import { checkOptions } from "../options";
import { sizeOf } from "../shape";
import type { Dataset, InputColumn } from "./dataset";
import { isNamed, namesThatOccur, numberLabels, readLabelRows, type LabelRow } from "./label-rows";
import { fromLists, type NestedNumbers } from "./from-lists";
import { checkNames } from "./names";
import { weightsByTarget } from "./sample-weights";

export type { NestedNumbers } from "./from-lists";

export interface Arrays {
  /**
   * By name: a column as it is kept, or a list with a row for each sample, `null` where the sample has none.
   * Lists become float32; for int32 give a column with an Int32Array.
   */
  readonly inputs: Readonly<Record<string, InputColumn | readonly (NestedNumbers | null)[]>>;
  /** Inputs whose lists are sequences of different lengths. A network takes them in where its input says `"pad": true`. */
  readonly ragged?: readonly string[];
  /**
   * By target. Int32Array or list: class numbers, -1 for no label. Float32Array: values, NaN for no label; or labels of which a
   * sample may have several, `samples * labels` of 1, 0 and -1 (not known). These may also be lists: for each sample the names of
   * those that it has, `["cat", "dog"]`, or 1, 0 or `null` (not known) for each label; `null` where nothing is known of a sample.
   */
  readonly labels?: Readonly<
    Record<string, Int32Array | Float32Array | readonly number[] | readonly (LabelRow | null)[]>
  >;
  /**
   * What the loss of each sample is multiplied with, at least 0: one list for all targets, or a list by target. As in Keras the
   * mean stays one over the number of samples.
   */
  readonly sampleWeights?: NumberList | Readonly<Record<string, NumberList>>;
  /** By tag: the number of each sample's value. */
  readonly tags?: Readonly<Record<string, Int32Array | readonly number[]>>;
  /**
   * Names of the classes or labels of targets, in the order of their numbers: what binds them to those of a network. Labels that
   * are lists of names and have none here are those that occur, sorted.
   */
  readonly classes?: Readonly<Record<string, readonly string[]>>;
  /** Names of the values of tags, in the order of their numbers: what binds them to the tags of a network. */
  readonly tagValues?: Readonly<Record<string, readonly string[]>>;
}

type NumberList = Float32Array | readonly number[];

const KEYS = ["inputs", "ragged", "labels", "sampleWeights", "tags", "classes", "tagValues"];

/**
 * A dataset from arrays made by hand or by another library.
 *
 * @throws EspalierError naming the input, target or tag, and the sample, where lengths or shapes disagree, a value is
 * not finite, a label is no class, or names belong to nothing or come twice.
 */
export function fromArrays(arrays: Arrays): Dataset {
  if (typeof arrays !== "object" || typeof (arrays as Partial<Arrays> | null)?.inputs !== "object")
    throw new EspalierError("fromArrays needs inputs", {
      hint: "write fromArrays({ inputs: { x: [[1, 2], …] }, labels: { y: [0, …] } })",
    });
  checkOptions("fromArrays", arrays, KEYS);
  const { inputs, ragged = [], labels = {}, sampleWeights, tags = {}, tagValues } = arrays;
  checkRagged(ragged, inputs);
  const columns = mapValues(inputs, (column, name) =>
    "data" in column ? column : fromLists(column, name, ragged.includes(name)),
  );
  for (const [name, column] of Object.entries(columns)) checkColumn(column, name);
  checkNames("classes", arrays.classes, labels);
  const read = mapValues(labels, (values, name) => readLabels(values, name, arrays.classes?.[name]));
  const typedLabels = mapValues(read, ({ values }) => values);
  const classes = namesIn(arrays.classes, read);
  const typedTags = mapValues(tags, (values, name) => wholeNumbers<Int32Array>(values, `the tag "${name}"`));

  const size = countSamples(columns, read, typedTags);
  for (const [name, values] of Object.entries(typedLabels)) checkLabels(values, name, size, classes?.[name]);
  for (const [name, values] of Object.entries(typedTags)) checkTag(values, name, tagValues?.[name]);
  const weights = sampleWeights && weightsByTarget(sampleWeights, typedLabels, size);
  checkNames("tagValues", tagValues, typedTags);
  return {
    size,
    inputs: columns,
    labels: typedLabels,
    ...(weights && { sampleWeights: weights }),
    tags: typedTags,
    ...(classes && { classes }),
    ...(tagValues && { tagValues }),
  };
}

function checkTag(values: Int32Array, name: string, names: readonly string[] | undefined): void {
  const wrong = values.findIndex((value) => value < 0 || value >= (names?.length ?? Infinity));
  if (wrong >= 0)
    throw new EspalierError(`sample ${wrong} has the value ${values[wrong]!} of the tag "${name}"`, {
      hint: `values are numbered from 0${names ? ` to ${names.length - 1}` : ""}`,
    });
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}

/** In JavaScript nobody has checked it. */
function checkRagged(ragged: unknown, inputs: Arrays["inputs"]): void {
  const names = Object.keys(inputs);
  const given: readonly unknown[] = Array.isArray(ragged) ? ragged : [ragged];
  const wrong = given.find((name) => !names.includes(String(name)));
  if (wrong !== undefined || !Array.isArray(ragged))
    throw new EspalierError(`fromArrays: ragged names ${JSON.stringify(wrong)}, which is no input`, {
      hint: `give a list of inputs: ${names.join(", ")}`,
    });
}

function checkColumn({ shape, data, rows, lengths }: InputColumn, name: string): void {
  const width = sizeOf(shape);
  if (!shape.every((length) => Number.isInteger(length) && length > 0))
    throw new EspalierError(`the input "${name}" has the shape [${shape.join(", ")}]`, {
      hint: "every axis needs a whole length of at least 1",
    });
  if (data.length % width !== 0)
    throw new EspalierError(
      `the input "${name}" has ${data.length} values, which are not rows of shape [${shape.join(", ")}]`,
    );
  const kind = kindOf(data);
  if (kind !== "Float32Array" && kind !== "Int32Array")
    throw new EspalierError(`the input "${name}" is kept as ${kind}`, {
      hint: "give its data as a Float32Array, or as an Int32Array for int32",
    });
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new EspalierError(`row ${Math.floor(bad / width)} of the input "${name}" holds ${data[bad]!}`, {
      hint: "replace or leave out values that are not finite",
    });
  const wrong = rows?.findIndex((row) => row < -1 || row >= data.length / width) ?? -1;
  if (rows && wrong >= 0)
    throw new EspalierError(
      `sample ${wrong} takes row ${rows[wrong]!} of the input "${name}", which has ${data.length / width} rows`,
    );
  if (lengths) checkLengths(lengths, name, data.length / width, shape[0] ?? 0);
}

/** @throws EspalierError naming the row whose length is none */
export function checkLengths(lengths: Int32Array, name: string, rows: number, steps: number): void {
  if (lengths.length !== rows)
    throw new EspalierError(`the input "${name}" has ${lengths.length} lengths for ${rows} rows`, {
      hint: "give one for each row",
    });
  const wrong = lengths.findIndex((length) => length < 0 || length > steps);
  if (wrong >= 0)
    throw new EspalierError(`row ${wrong} of the input "${name}" has the length ${lengths[wrong]!}`, {
      hint: `lengths run from 0 to ${steps}, the first axis of its shape`,
    });
}

/** `Float32Array`, `Array`, …: in JavaScript nobody has checked it. */
function kindOf(data: unknown): string {
  return Object.prototype.toString.call(data).slice("[object ".length, -1);
}

interface ReadLabels {
  readonly values: Int32Array | Float32Array;
  /** One for each sample; absent where there may be several numbers for each. */
  readonly count?: number;
  /** Names of labels that lists of names came with. */
  readonly names?: readonly string[];
}

/** Lists of labels as numbers; all else as it is, or as class numbers. */
function readLabels(
  values: NonNullable<Arrays["labels"]>[string],
  name: string,
  given: readonly string[] | undefined,
): ReadLabels {
  if (!hasRows(values)) {
    const numbers = wholeNumbers(values, `the labels of "${name}"`);
    return numbers instanceof Int32Array ? { values: numbers, count: numbers.length } : { values: numbers };
  }
  const found = given ?? namesThatOccur(values);
  const width = values.find((row) => isRow(row) && !isNamed(row))?.length ?? 0;
  const names = found.length > 0 ? found : Array.from({ length: width }, (_, number) => String(number));
  if (names.length === 0)
    throw new EspalierError(`no sample names a label of "${name}"`, {
      hint: `say which there are: classes: { "${name}": ["…"] }`,
    });
  // Where nobody names labels these may be values: NaN is not known to both.
  const unknown = found.length > 0 ? -1 : NaN;
  const numbers = readLabelRows(values, numberLabels(names), `its "${name}"`, { unknown });
  return { values: numbers, count: values.length, ...(found.length > 0 && { names: found }) };
}

/** In JavaScript nobody has checked it: a list in place of any sample's label is one of several labels. */
function hasRows(values: NonNullable<Arrays["labels"]>[string]): values is readonly (LabelRow | null)[] {
  return Array.isArray(values) && values.some(isRow);
}

const isRow = (value: unknown): boolean => Array.isArray(value) || ArrayBuffer.isView(value);

/** The names that were given, and those that came with the labels. */
function namesIn(given: Arrays["classes"], read: Readonly<Record<string, ReadLabels>>): Arrays["classes"] {
  const found = Object.entries(read).flatMap(([name, { names }]) => (names ? [[name, names] as const] : []));
  return given || found.length > 0 ? { ...given, ...Object.fromEntries(found) } : undefined;
}

function wholeNumbers<Values extends Int32Array | Float32Array>(
  values: Values | readonly number[],
  what: string,
): Values | Int32Array {
  if (!isPlain(values)) return values;
  const wrong = values.findIndex((value) => !Number.isInteger(value));
  if (wrong >= 0)
    throw new EspalierError(
      `${what} hold ${values[wrong]!} for sample ${wrong}, which is not a whole number`,
      {
        hint: "a list is class numbers; give values as a Float32Array",
      },
    );
  return Int32Array.from(values);
}

function isPlain(values: Int32Array | Float32Array | readonly number[]): values is readonly number[] {
  return Array.isArray(values);
}

/** The one number of samples that everything which has a row for each sample agrees on. */
function countSamples(
  columns: Dataset["inputs"],
  labels: Readonly<Record<string, ReadLabels>>,
  tags: Dataset["tags"],
): number {
  const counts: [string, number][] = [
    ...Object.entries(columns).map(([name, { shape, data, rows }]): [string, number] => [
      `the input "${name}"`,
      rows?.length ?? data.length / sizeOf(shape),
    ]),
    ...Object.entries(tags).map(([name, values]): [string, number] => [`the tag "${name}"`, values.length]),
    ...Object.entries(labels).flatMap(([name, { count }]): [string, number][] =>
      count === undefined ? [] : [[`the target "${name}"`, count]],
    ),
  ];
  const [first] = counts;
  if (!first) throw new EspalierError("the data has no inputs");
  const other = counts.find(([, count]) => count !== first[1]);
  if (other)
    throw new EspalierError(`${first[0]} has ${first[1]} samples, and ${other[0]} has ${other[1]}`, {
      hint: "give one for each sample",
    });
  if (first[1] === 0) throw new EspalierError("the data has no samples");
  return first[1];
}

function checkLabels(
  values: Int32Array | Float32Array,
  name: string,
  size: number,
  classes: readonly string[] | undefined,
): void {
  if (values instanceof Float32Array) {
    if (classes && values.length !== size * classes.length)
      throw new EspalierError(
        `the target "${name}" has ${values.length} numbers for ${size} samples with ${classes.length} labels each`,
        { hint: "give 1, 0 or -1 (not known) for each label of each sample" },
      );
    if (values.length === 0 || values.length % size !== 0)
      throw new EspalierError(`the target "${name}" has ${values.length} values for ${size} samples`);
    const infinite = values.findIndex((value) => Math.abs(value) === Infinity);
    if (infinite >= 0)
      throw new EspalierError(
        `sample ${Math.floor((infinite * size) / values.length)} has the value ${values[infinite]!} of the target "${name}"`,
        { hint: "NaN is no label" },
      );
    return;
  }
  const wrong = values.findIndex((label) => label < -1 || label >= (classes?.length ?? Infinity));
  if (wrong >= 0)
    throw new EspalierError(`sample ${wrong} has the label ${values[wrong]!} of the target "${name}"`, {
      hint: `classes are numbered from 0${classes ? ` to ${classes.length - 1}` : ""}, and -1 is no label`,
    });
}
