/** A terminal, or a file or pipe that stands in for one. */
export interface TextStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Width in characters, of a terminal. */
  readonly columns?: number;
}

const toItsStart = "\r";
const eraseToTheEnd = "\x1b[K";

/** The last line of a terminal, rewritten in place: for example how far a training is. */
export class StatusLine {
  private isOpen = false;

  constructor(private readonly stream: TextStream) {}

  /**
   * Shows a text in place of the one before. It is cut to the terminal's width: a line that wraps could not be taken back.
   *
   * @param style colours of what is left after the cut
   */
  show(text: string, style: (text: string) => string = (plain) => plain): void {
    const width = Math.max(20, (this.stream.columns ?? 80) - 1);
    const shown = text.length > width ? `${text.slice(0, width - 1)}…` : text;
    this.stream.write(`${this.isOpen ? toItsStart : ""}${style(shown)}${eraseToTheEnd}`);
    this.isOpen = true;
  }

  /** Writes a text that stays, with its end of line, where the status stood. */
  replace(text: string): void {
    this.stream.write(`${this.isOpen ? toItsStart + eraseToTheEnd : ""}${text}`);
    this.isOpen = false;
  }

  /** Lets the last text stay as a line of its own. */
  end(): void {
    this.stream.write("\n");
    this.isOpen = false;
  }

  clear(): void {
    if (this.isOpen) this.replace("");
  }
}
