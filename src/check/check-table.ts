import { displaySymbol, table, View } from "../view";

/** One thing that a kind promises. */
export interface PromiseRow {
  readonly promise: string;
  /** `undefined`: it could not be asked here, and `detail` says why. */
  readonly kept: boolean | undefined;
  /** What was found. */
  readonly detail: string;
}

/** What a kind promises and whether it keeps it, a row each. Shows itself as a table. */
export class CheckTable extends View {
  /** Whether nothing that was asked is broken. */
  readonly kept: boolean;

  constructor(
    name: string,
    readonly rows: readonly PromiseRow[],
  ) {
    const broken = rows.filter(({ kept }) => kept === false).map(({ promise }) => promise);
    super(
      table(rows, {
        caption: `What ${name} promises`,
        columns: [
          { title: "promise", value: "promise" },
          { title: "kept", value: ({ kept }) => (kept === undefined ? "–" : kept ? "yes" : "NO") },
          { title: "detail", value: "detail" },
        ],
        note: broken.length === 0 ? "Everything that was asked is kept." : `Broken: ${broken.join(", ")}.`,
      })[displaySymbol](),
    );
    this.kept = broken.length === 0;
  }
}

/** A promise that asks: what it finds, or why it fails. */
export interface Finding {
  readonly kept?: boolean | undefined;
  readonly detail: string;
}

/** Asks for one promise. What it throws is why it is broken. */
export async function ask(promise: string, question: () => Finding | Promise<Finding>): Promise<PromiseRow> {
  try {
    const { detail, ...finding } = await question();
    return { promise, kept: "kept" in finding ? finding.kept : true, detail };
  } catch (error) {
    return { promise, kept: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

/** A finding that was not to be asked. */
export const notAsked = (detail: string): Finding => ({ kept: undefined, detail });
