/** What solves the equations (each its coefficients, then its other side), by elimination; `undefined`: not one solution. */
export function solve(rows: number[][], least: number): number[] | undefined {
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++) {
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    }
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const head = rows[column]!;
    if (!(Math.abs(head[column]!) > least)) return undefined;
    for (const row of rows) {
      if (row === head) continue;
      const factor = row[column]! / head[column]!;
      for (let i = column; i <= size; i++) row[i]! -= factor * head[i]!;
    }
  }
  return rows.map((row, i) => row[size]! / row[i]!);
}
