/* A column from lists: a row for each sample, all of one shape or sequences of different lengths. */
import { EspalierError } from "../errors";
import { checkLimit } from "../limits";
import { sizeOf } from "../shape";
import { quote } from "../text/wording";
import type { InputColumn } from "./dataset";
import { writePadded } from "./sequences";

/** A row as nested lists: a number for shape [], `[1, 2]` for shape [2], `[[1], [2]]` for shape [2, 1]. */
export type NestedNumbers = number | readonly NestedNumbers[];

/**
 * The rows of a list as a column of float32.
 *
 * @param ragged whether rows may have different lengths along their first axis: the column is then as long as the longest
 * @throws EspalierError naming the input and the sample, where shapes disagree
 */
export function fromLists(
  list: readonly (NestedNumbers | null)[],
  name: string,
  ragged: boolean,
): InputColumn {
  const present = list.filter((row) => row !== null);
  const [first] = present;
  if (first === undefined) throw new EspalierError(`no sample has the input "${name}"`);
  const shape = shapeOf(ragged ? present.reduce(longer) : first, name);
  const values: number[] = [];
  const lengths: number[] = [];
  function add(value: NestedNumbers, axis: number, sample: number): void {
    const isSequence = ragged && axis === 0;
    if (isList(value) ? value.length !== shape[axis] && !isSequence : axis !== shape.length || isSequence)
      throw otherShape(name, sample, shape, ragged);
    if (isSequence) lengths.push(lengthOf(value));
    if (isList(value)) for (const part of value) add(part, axis + 1, sample);
    else values.push(value);
  }
  let count = 0;
  const rows = Int32Array.from(list, (row, sample) => {
    if (row === null) return -1;
    add(row, 0, sample);
    return count++;
  });
  const some = count < list.length && { rows };
  if (!ragged) return { shape, data: Float32Array.from(values), ...some };
  const [steps = 0, ...step] = shape;
  const bytes = 4 * count * sizeOf(shape);
  checkLimit("memoryBytes", bytes, `${count} sequences of up to ${steps} steps take ${bytes} bytes`, name);
  const data = new Float32Array(count * sizeOf(shape));
  return {
    shape,
    data,
    ...some,
    lengths: writePadded(data, { values, width: sizeOf(step), lengths }, steps, 0),
  };
}

const lengthOf = (value: NestedNumbers): number => (isList(value) ? value.length : 0);

const longer = (one: NestedNumbers, other: NestedNumbers): NestedNumbers =>
  lengthOf(other) > lengthOf(one) ? other : one;

function isList(value: NestedNumbers): value is readonly NestedNumbers[] {
  return Array.isArray(value);
}

function otherShape(name: string, sample: number, shape: readonly number[], ragged: boolean): EspalierError {
  const [first, ...step] = shape;
  const [wanted, hint] = ragged
    ? [
        first === undefined ? "no steps" : `not steps of the shape [${step.join(", ")}]`,
        "give each sample a list of steps, all of one shape",
      ]
    : [
        `not the shape [${shape.join(", ")}] of the samples before it`,
        `for sequences of different lengths write { ragged: [${quote(name)}] }, and "pad": true of the network's input`,
      ];
  return new EspalierError(`sample ${sample} of the input "${name}" has ${wanted}`, { hint });
}

/** Far more axes than anything here works with, far fewer than calls that a stack holds. */
const MOST_AXES = 32;

function shapeOf(value: NestedNumbers, name: string): number[] {
  const shape: number[] = [];
  for (let part: NestedNumbers | undefined = value; part !== undefined && isList(part); part = part[0]) {
    if (shape.push(part.length) > MOST_AXES)
      throw new EspalierError(`the input "${name}" has more than ${MOST_AXES} axes`, {
        hint: "is a list inside of itself?",
      });
  }
  return shape;
}
