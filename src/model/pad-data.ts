import type { Dataset, InputColumn } from "../data/dataset";
import { checkLengths } from "../data/from-arrays";
import { tooLong, writePadded } from "../data/sequences";
import { EspalierError } from "../errors";
import type { Graph, Input } from "../graph/ir";
import { sizeOf } from "../shape";

/**
 * The samples with every sequence as long as the network takes it in: shorter ones filled up at their end, where its input says
 * `pad`. Whole numbers that were kept as float32 become int32 there, if that is what the input is.
 *
 * @throws EspalierError naming the sample whose sequence is too long, or of another length and not to be padded
 */
export function padData({ inputs }: Pick<Graph, "inputs">, data: Dataset): Dataset {
  const padded = inputs.flatMap((input) => {
    const column = data.inputs[input.name];
    if (!column || !isOfSteps(input, column)) return [];
    checkOwnLengths(column, input.name);
    if (!input.pad) refuseRagged(input, column);
    return input.pad && differs(input, column)
      ? [[input.name, padColumn(input, input.pad, column)] as const]
      : [];
  });
  if (padded.length === 0) return data;
  return { ...data, inputs: { ...data.inputs, ...Object.fromEntries(padded) } };
}

/** Samples made by hand have been checked by nobody, and a length beyond a row reads the next one. */
function checkOwnLengths({ lengths, data, shape }: InputColumn, name: string): void {
  if (lengths) checkLengths(lengths, name, data.length / sizeOf(shape), shape[0] ?? 0);
}

/** Whether a column has the input's shape, the number of steps aside. */
const isOfSteps = ({ shape }: Input, column: InputColumn): boolean =>
  column.shape.length === shape.length && String(column.shape.slice(1)) === String(shape.slice(1));

const differs = ({ shape, dtype }: Input, column: InputColumn): boolean =>
  column.lengths !== undefined || column.shape[0] !== shape[0] || becomesWhole(dtype, column);

const becomesWhole = (dtype: Input["dtype"], { data }: InputColumn): boolean =>
  dtype === "int32" && data instanceof Float32Array && data.every((value) => Number.isInteger(value));

function padColumn(
  { name, shape, dtype }: Input,
  pad: NonNullable<Input["pad"]>,
  column: InputColumn,
): InputColumn {
  const [steps = 0, ...step] = shape;
  const width = sizeOf(step);
  const stride = column.shape[0] ?? 0;
  const count = column.data.length / (stride * width);
  const lengths = column.lengths ?? new Int32Array(count).fill(stride);
  const long = pad.truncate ? -1 : lengths.findIndex((length) => length > steps);
  if (long >= 0) throw tooLong(name, sampleOf(column, long), lengths[long]!, steps);
  const isWhole = column.data instanceof Int32Array || becomesWhole(dtype, column);
  const data = new (isWhole ? Int32Array : Float32Array)(count * sizeOf(shape));
  const sequences = { values: column.data, width, lengths, stride };
  return { ...column, shape, data, lengths: writePadded(data, sequences, steps, pad.value) };
}

const sampleOf = ({ rows }: InputColumn, row: number): number => (rows ? rows.indexOf(row) : row);

function refuseRagged({ name, pointer }: Input, column: InputColumn): void {
  const [steps] = column.shape;
  const short = column.lengths?.findIndex((length) => length !== steps) ?? -1;
  if (short < 0) return;
  throw new EspalierError(
    `sample ${sampleOf(column, short)} of the input "${name}" has ${column.lengths![short]!} steps, and others have ${steps!}`,
    {
      where: pointer,
      hint: `write "pad": true for the input: shorter ones are filled up, and that does not count`,
    },
  );
}
