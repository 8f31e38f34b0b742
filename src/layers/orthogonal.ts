import type { RandomStream } from "../backend/random";
import { sizeOf } from "../shape";

/**
 * A random matrix whose rows are orthonormal, or its columns where there are fewer of them (Saxe et al. 2014): the Q of
 * a matrix of normal draws, with the signs that make it evenly distributed. As Keras has it, all axes but the last count
 * as rows.
 *
 * By Gram-Schmidt in double precision, each vector cleared of those before it twice, which keeps them orthogonal to the
 * last digits. Row-major.
 */
export function orthogonalMatrix(stream: RandomStream, shape: readonly number[]): Float64Array {
  const columns = shape.at(-1) ?? 1;
  const rows = sizeOf(shape) / columns;
  const [count, length] = rows < columns ? [rows, columns] : [columns, rows];
  const vectors: Float64Array[] = [];
  while (vectors.length < count) {
    const vector = Float64Array.from({ length }, () => stream.normal());
    for (let turn = 0; turn < 2; turn++) for (const other of vectors) clear(vector, other);
    const norm = Math.sqrt(dot(vector, vector));
    // All but parallel to the others: as good as never, and drawn again.
    if (norm > 1e-6) vectors.push(vector.map((value) => value / norm));
  }
  const matrix = new Float64Array(rows * columns);
  vectors.forEach((vector, i) => {
    for (let j = 0; j < length; j++) matrix[rows < columns ? i * columns + j : j * columns + i] = vector[j]!;
  });
  return matrix;
}

/** Takes away from a vector what points along another of length 1. */
function clear(vector: Float64Array, other: Float64Array): void {
  const along = dot(vector, other);
  for (let i = 0; i < vector.length; i++) vector[i]! -= along * other[i]!;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
