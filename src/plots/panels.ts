/*
 * Small multiples: where each panel lies, and what its axes are called.
 */

export interface Panel {
  readonly row: number;
  readonly column: number;
  /** How traces name its axes: `x`, `x2`, … */
  readonly x: string;
  readonly y: string;
  /** How the layout names them: `xaxis`, `xaxis2`, … */
  readonly xaxis: string;
  readonly yaxis: string;
  /** Shares of the plot area, from the left and from the bottom. */
  readonly domain: { readonly x: [number, number]; readonly y: [number, number] };
}

/** Panels row by row from the top. Gaps are shares of the plot's width and height. */
export function panels(rows: number, columns: number, gap: { x: number; y: number }): Panel[] {
  const width = (1 - gap.x * (columns - 1)) / columns;
  const height = (1 - gap.y * (rows - 1)) / rows;
  return Array.from({ length: rows * columns }, (_, i) => {
    const row = Math.floor(i / columns);
    const column = i % columns;
    const left = column * (width + gap.x);
    const top = 1 - row * (height + gap.y);
    const suffix = i === 0 ? "" : String(i + 1);
    return {
      row,
      column,
      x: `x${suffix}`,
      y: `y${suffix}`,
      xaxis: `xaxis${suffix}`,
      yaxis: `yaxis${suffix}`,
      // Rounded so that snapshots do not hang on the last bits.
      domain: { x: [round(left), round(left + width)], y: [round(top - height), round(top)] },
    };
  });
}

function round(share: number): number {
  return Math.min(1, Math.max(0, Math.round(share * 1e6) / 1e6));
}
