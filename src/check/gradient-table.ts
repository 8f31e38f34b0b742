import { displaySymbol, table, View } from "../view";

/** What came of one input or weight. */
export interface GradientRow {
  /** `input 0`, `weight kernel`. */
  readonly of: string;
  /** How many were looked along. The numbers are those of the worst. */
  readonly directions: number;
  /** The derivative along the direction, by the gradient. */
  readonly analytic: number;
  /** The same, by differences. */
  readonly numeric: number;
  readonly relativeError: number;
  /** Values that were left out because they bend or jump beside the point. */
  readonly kinks: number;
  readonly agrees: boolean;
}

/** Gradients against finite differences, a row for each input and each weight. Shows itself as a table. */
export class GradientTable extends View {
  /** Whether every row agrees. */
  readonly agrees: boolean;

  constructor(
    name: string,
    readonly rows: readonly GradientRow[],
  ) {
    super(asTable(name, rows)[displaySymbol]());
    this.agrees = rows.every((row) => row.agrees);
  }
}

function asTable(name: string, rows: readonly GradientRow[]): View {
  const wrong = rows.filter((row) => !row.agrees).map((row) => row.of);
  const note =
    rows.length === 0
      ? "Nothing has a gradient."
      : wrong.length === 0
        ? "All gradients agree with finite differences."
        : `Wrong: ${wrong.join(", ")}.`;
  return table(rows, {
    caption: `Gradients of ${name}`,
    columns: [
      { title: "of", value: "of" },
      { title: "directions", value: "directions" },
      { title: "analytic", value: ({ analytic }) => shortNumber(analytic), align: "right" },
      { title: "numeric", value: ({ numeric }) => shortNumber(numeric), align: "right" },
      {
        title: "relative error",
        value: ({ relativeError }) => shortNumber(relativeError, 2),
        align: "right",
      },
      { title: "kinks", value: "kinks" },
      { title: "agrees", value: ({ agrees }) => (agrees ? "yes" : "NO") },
    ],
    note,
  });
}

/** As many digits as differences in float32 are good for. */
export const shortNumber = (value: number, digits = 5): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(digits))) : "none";
