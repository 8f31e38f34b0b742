/* The labels of records, by the kind of their target. */
import { EspalierError } from "../errors";
import { sizeOf } from "../shape";
import type { LabelNames, TargetSpec, ValueTargetSpec } from "../spec/language";
import { quote, suggestion } from "../text/wording";
import { numberLabels, readLabelRows } from "./label-rows";
import { excerptOf, nameOf, partOf } from "./record-values";

type Records = readonly Readonly<Record<string, unknown>>[];

export interface RecordLabels {
  readonly values: Int32Array | Float32Array;
  /** Names of the classes or labels, where the target has them. */
  readonly classes?: readonly string[];
}

/**
 * The labels of one target; `undefined` where no sample has any.
 *
 * @throws EspalierError naming the sample and its label, where it is no class or no such value
 */
export function recordLabels(records: Records, target: string, spec: TargetSpec): RecordLabels | undefined {
  if (records.every((record) => partOf(record, target) === undefined)) return undefined;
  if ("shape" in spec) return { values: valueLabels(records, target, spec) };
  if ("labels" in spec) return severalLabels(records, target, spec.labels);
  const { classes } = spec;
  const names =
    typeof classes === "number"
      ? Array.from({ length: classes }, (_, number) => String(number))
      : Array.isArray(classes)
        ? classes
        : Object.keys(classes);
  const numbers = new Map(names.map((name, number) => [name, number]));
  const values = Int32Array.from(records, (record, sample) => {
    const label = partOf(record, target);
    if (label === undefined) return -1;
    // A name goes first: with the classes "3" and "5", the label "3" is class 0.
    const number = numbers.get(nameOf(label) ?? "") ?? (typeof label === "number" ? label : -1);
    if (Number.isInteger(number) && number >= 0 && number < names.length) return number;
    throw new EspalierError(`its ${quote(target)} is ${excerptOf(label)}, which is no class`, {
      where: `sample ${sample}`,
      hint:
        typeof label === "string"
          ? suggestion(label, names, "write one of the classes")
          : `the classes are numbered 0 to ${names.length - 1}`,
    });
  });
  return { values, ...(typeof classes !== "number" && { classes: names }) };
}

function severalLabels(records: Records, target: string, labels: LabelNames | number): RecordLabels {
  const names =
    typeof labels === "number" ? Array.from({ length: labels }, (_, number) => String(number)) : labels;
  const rows = records.map((record) => partOf(record, target));
  const values = readLabelRows(rows, numberLabels(names), `its ${quote(target)}`);
  return { values, ...(typeof labels !== "number" && { classes: names }) };
}

function valueLabels(records: Records, target: string, { shape }: ValueTargetSpec): Float32Array {
  const width = sizeOf(shape);
  const values = new Float32Array(records.length * width).fill(NaN);
  records.forEach((record, sample) => {
    const label = partOf(record, target);
    if (label === undefined) return;
    const flat = flatten(label);
    // One value may stand without its brackets.
    if (flat.length === width && flat.every((value) => typeof value === "number" && Number.isFinite(value))) {
      values.set(flat as number[], sample * width);
      return;
    }
    const what =
      flat.length === width
        ? excerptOf(flat.find((value) => !Number.isFinite(value)))
        : `${flat.length} values`;
    throw new EspalierError(
      `its ${quote(target)} has ${what}, and ${width === 1 ? "a number" : `${width} numbers`} is expected`,
      {
        where: `sample ${sample}`,
        hint: `the target has the shape [${shape.join(", ")}]; leave it out where there is no label`,
      },
    );
  });
  return values;
}

function flatten(value: unknown): readonly unknown[] {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return Array.from(value as unknown as ArrayLike<number>);
  return Array.isArray(value) ? (value.flat(8) as unknown[]) : [value];
}
