/** The eigenvalues of a symmetric matrix, and the vector of each, of length 1. */
export interface Eigen {
  readonly value: number;
  readonly vector: readonly number[];
}

/** Sweeps over all pairs; for a few dozen rows a handful is enough. */
const SWEEPS = 50;

/** By Jacobi's rotations (Golub and Van Loan 2013, algorithm 8.5.2), in no order. */
export function eigenOf(symmetric: readonly (readonly number[])[]): Eigen[] {
  const size = symmetric.length;
  const matrix = symmetric.map((row) => [...row]);
  const vectors = symmetric.map((_, i) => symmetric.map((_, j) => Number(i === j)));
  const scale = Math.hypot(...matrix.flat());
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const beside = Math.hypot(...matrix.flatMap((row, i) => row.filter((_, j) => j !== i)));
    if (!(beside > 1e-15 * scale)) break;
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(matrix, vectors, p, q);
  }
  return matrix.map((row, i) => ({ value: row[i]!, vector: vectors.map((row) => row[i]!) }));
}

/** Turns the plane of p and q so that the entry of both becomes 0. */
function rotate(matrix: number[][], vectors: number[][], p: number, q: number): void {
  const entry = matrix[p]![q]!;
  if (entry === 0) return;
  const ratio = (matrix[q]![q]! - matrix[p]![p]!) / (2 * entry);
  const tangent = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.hypot(1, ratio));
  const cosine = 1 / Math.hypot(1, tangent);
  const sine = tangent * cosine;
  const turned = (a: number, b: number): [number, number] => [cosine * a - sine * b, sine * a + cosine * b];
  for (const rows of [matrix, vectors]) for (const row of rows) [row[p], row[q]] = turned(row[p]!, row[q]!);
  const [first, second] = [matrix[p]!, matrix[q]!];
  first.forEach((value, i) => ([first[i], second[i]] = turned(value, second[i]!)));
}
