/* Samples as people have them: a list of records, each of its own type, to a dataset. */
import { EspalierError } from "../errors";
import { checkOptionKinds } from "../options";
import { sizeOf } from "../shape";
import type { GraphSpec, InputSpec, PadSpec } from "../spec/language";
import { normalPad } from "../spec/normalise/pad";
import { list, quote, suggestion } from "../text/wording";
import type { Dataset, InputColumn } from "./dataset";
import { excerptOf, nameOf, partOf } from "./record-values";
import { recordLabels } from "./record-labels";
import { tooLong, writePadded } from "./sequences";

/** One sample: its tags, inputs and labels by name. */
export type DataRecord = Readonly<Record<string, unknown>>;

/** What the parts of records mean: a graph's `tags`, `inputs` and `targets`. A whole graph spec is one. */
export type RecordForm = Pick<GraphSpec, "tags" | "inputs" | "targets">;

export interface RecordOptions {
  /** Keys of records that are none of the form's, and meant to be left out. */
  readonly ignore?: readonly string[];
}

/**
 * A dataset from a list of samples that may differ in type:
 * `fromRecords([{ type: "float", values: [0.1, …], score: 1 }, { type: "int", id: 17, score: 0 }], spec)`.
 *
 * A key is the name of a tag (its value: one of the tag's), of an input (a number, nested lists or a flat typed array, as its
 * shape says) or of a target (the name or number of a class; a list with the names of labels, or with 1, 0 or `null` for each; a
 * number or list of values). A sample has the inputs that its tags say (`when`), and no others. Labels that are absent or `null`
 * are none; of a target with `labels` a sample has none of them where its list is empty.
 *
 * @param form what the keys mean: a graph spec, or its `tags`, `inputs` and `targets`
 * @throws EspalierError with the number of the sample and the value, where a tag has another value, a key is none of the
 * form's, or an input or label is missing, not meant to be there, or of another shape or type
 */
export function fromRecords(
  records: readonly DataRecord[],
  form: RecordForm,
  options: RecordOptions = {},
): Dataset {
  checkCall(records, form);
  checkOptionKinds("fromRecords", options, { ignore: "object" });
  const { tags = {}, inputs, targets = {} } = form;
  checkKeys(records, [...Object.keys({ ...tags, ...inputs, ...targets })], options.ignore ?? []);
  const tagColumns = mapEntries(tags, (tag, values) => tagColumn(records, tag, values));
  const labels = mapEntries(targets, (target, spec) => recordLabels(records, target, spec));
  const labelled = Object.entries(labels).flatMap(([name, column]) =>
    column ? [[name, column] as const] : [],
  );
  return {
    size: records.length,
    inputs: mapEntries(inputs, (name, input) => inputColumn(records, name, input)),
    labels: Object.fromEntries(labelled.map(([name, { values }]) => [name, values])),
    tags: tagColumns,
    classes: Object.fromEntries(
      labelled.flatMap(([name, { classes }]) => (classes ? [[name, classes]] : [])),
    ),
    tagValues: tags,
  };
}

function mapEntries<From, To>(
  record: Readonly<Record<string, From>>,
  change: (name: string, value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(name, value)]));
}

/** In JavaScript nobody has checked it. */
function checkCall(records: unknown, form: unknown): void {
  if (!Array.isArray(records) || records.length === 0) {
    throw new EspalierError("fromRecords needs a list of samples", {
      hint: 'write fromRecords([{ type: "float", values: [1, 2] }, …], spec)',
    });
  }
  const inputs = (form as Partial<RecordForm> | null | undefined)?.inputs;
  if (typeof inputs !== "object" || (inputs as unknown) === null) {
    throw new EspalierError("fromRecords needs to know what the keys mean", {
      hint: 'give a graph spec, or { tags: { type: ["float", …] }, inputs: { values: { shape: [2] }, … }, targets: { … } }',
    });
  }
  const wrong = (records as unknown[]).findIndex(
    (record) => typeof record !== "object" || record === null || Array.isArray(record),
  );
  if (wrong >= 0) {
    throw new EspalierError(`it is ${excerptOf((records as unknown[])[wrong])}, and no record`, {
      where: `sample ${wrong}`,
      hint: "give each sample as an object with its parts by name",
    });
  }
}

function checkKeys(
  records: readonly DataRecord[],
  names: readonly string[],
  ignored: readonly string[],
): void {
  const known = new Set([...names, ...ignored]);
  records.forEach((record, sample) => {
    const foreign = Object.keys(record).find((key) => !known.has(key));
    if (foreign === undefined) return;
    throw new EspalierError(`${quote(foreign)} is no tag, input or target`, {
      where: `sample ${sample}`,
      hint: suggestion(foreign, names, `leave it out, or write { ignore: [${quote(foreign)}] }`),
    });
  });
}

function tagColumn(records: readonly DataRecord[], tag: string, values: readonly string[]): Int32Array {
  const numbers = new Map(values.map((value, number) => [value, number]));
  return Int32Array.from(records, (record, sample) => {
    const value = partOf(record, tag);
    const number = numbers.get(nameOf(value) ?? "");
    if (number !== undefined) return number;
    throw new EspalierError(
      value === undefined
        ? `it has no ${quote(tag)}`
        : `its ${quote(tag)} is ${excerptOf(value)}, which is none of ${list(values)}`,
      {
        where: `sample ${sample}`,
        hint:
          typeof value === "string"
            ? suggestion(value, values, "write one of them, or add it to the tag's values")
            : `say which of ${list(values)} it is`,
      },
    );
  });
}

function inputColumn(records: readonly DataRecord[], name: string, input: InputSpec): InputColumn {
  const { shape, dtype = "float32", when = {} } = input;
  const pad = normalPad(input.pad);
  const lengths: number[] = [];
  const conditions = Object.entries(when);
  const values: number[] = [];
  let count = 0;
  const rows = Int32Array.from(records, (record, sample) => {
    const value = partOf(record, name);
    const other = conditions.find(([tag, wanted]) => nameOf(partOf(record, tag)) !== wanted);
    if (value === undefined && other) return -1;
    const where = `sample ${sample}`;
    const kind = conditions.map(([tag, wanted]) => `${quote(tag)}: ${quote(wanted)}`).join(", ");
    if (value === undefined) {
      throw new EspalierError(`it has no ${quote(name)}`, {
        where,
        hint: kind === "" ? "every sample needs it" : `samples with ${kind} need it`,
      });
    }
    if (other) {
      const [tag] = other;
      throw new EspalierError(
        `it has ${quote(name)}, and its ${quote(tag)} is ${excerptOf(partOf(record, tag))}`,
        { where, hint: `only samples with ${kind} have that input: leave it out, or give it another tag` },
      );
    }
    const part = { name, shape, dtype, where, value, pad };
    if (pad) lengths.push(addSteps(values, part, sample));
    else addValues(values, part);
    return count++;
  });
  if (count === 0) throw new EspalierError(`no sample has the input ${quote(name)}`);
  const some = count < records.length && { rows };
  const columnType = dtype === "int32" ? Int32Array : Float32Array;
  if (!pad) return { shape, data: columnType.from(values), ...some };
  const [steps = 0, ...step] = shape;
  const data = new columnType(count * sizeOf(shape));
  const sequences = { values, width: sizeOf(step), lengths };
  return { shape, data, ...some, lengths: writePadded(data, sequences, steps, pad.value) };
}

/** One sample's part of an input. */
interface InputPart extends Pick<Required<InputSpec>, "shape" | "dtype"> {
  readonly name: string;
  readonly where: string;
  readonly value: unknown;
  readonly pad: Required<PadSpec> | undefined;
}

/** Adds the values of one sample's sequence, after a look at each; how many steps they are. */
function addSteps(values: number[], part: InputPart, sample: number): number {
  const before = values.length;
  const [most = 0, ...step] = part.shape;
  addNested(values, part.value, part.shape, 0, part);
  const steps = (values.length - before) / sizeOf(step);
  if (!Number.isInteger(steps)) throw otherShape(part);
  if (steps > most && !part.pad?.truncate) throw tooLong(part.name, sample, steps, most);
  return steps;
}

/** Adds its values, after a look at each. */
function addValues(values: number[], part: InputPart): void {
  const before = values.length;
  addNested(values, part.value, part.shape, 0, part);
  // A flat typed array is taken by its length.
  if (values.length - before !== sizeOf(part.shape)) throw otherShape(part);
}

function addNested(
  values: number[],
  value: unknown,
  shape: readonly number[],
  axis: number,
  of: InputPart,
): void {
  const flat = axis === 0 && shape.length > 0 && ArrayBuffer.isView(value) && !(value instanceof DataView);
  if (flat || Array.isArray(value)) {
    const parts = value as ArrayLike<unknown>;
    const isSequence = axis === 0 && of.pad !== undefined;
    if (!flat && !isSequence && parts.length !== shape[axis]) throw otherShape(of);
    for (let i = 0; i < parts.length; i++) {
      addNested(values, parts[i], shape, flat ? shape.length : axis + 1, of);
    }
    return;
  }
  if (axis !== shape.length && typeof value === "number") throw otherShape(of);
  const { name, dtype, where } = of;
  const fits =
    typeof value === "number" && (dtype === "int32" ? value === (value | 0) : Number.isFinite(value));
  if (!fits) {
    throw new EspalierError(`${quote(name)} holds ${excerptOf(value)}`, {
      where,
      hint: `${dtype} is expected: ${dtype === "int32" ? "whole numbers" : "numbers that are finite"}`,
    });
  }
  values.push(value);
}

function otherShape({ name, shape, where, value }: InputPart): EspalierError {
  const given: number[] = [];
  for (let part = value; (Array.isArray(part) || ArrayBuffer.isView(part)) && given.length < 8;) {
    const { length, 0: first } = part as unknown as ArrayLike<unknown>;
    given.push(length);
    part = first;
  }
  const same = given.length === shape.length && given.every((length, axis) => length === shape[axis]);
  const has = same
    ? "lists of several lengths"
    : given.length === 0
      ? "one number"
      : `the shape [${given.join(", ")}]`;
  return new EspalierError(`${quote(name)} has ${has}, and [${shape.join(", ")}] is expected`, {
    where,
    hint: shape.length === 0 ? "write the number without brackets" : "bring all samples to one shape",
  });
}
