/**
 * Text as a terminal would leave it: a carriage return goes back to the start of the line, what follows
 * overwrites it; a backspace takes one character back. So a progress bar is stored as its last state, as
 * Jupyter stores it.
 */
export class TerminalText {
  /** Lines that are complete; nothing changes them. */
  private done: string[] = [];
  private open = "";

  constructor(text = "") {
    this.write(text);
  }

  write(text: string): void {
    const end = text.lastIndexOf("\n") + 1;
    if (end > 0) {
      this.done.push(overwritten(this.open + text.slice(0, end)));
      this.open = "";
    }
    if (end < text.length) this.open = overwritten(this.open + text.slice(end));
  }

  replace(text: string): void {
    this.done = [];
    this.open = "";
    this.write(text);
  }

  toString(): string {
    return this.done.join("") + this.open;
  }
}

const backspace = String.fromCharCode(8);
const takenBack = new RegExp(`[^\\n${backspace}]${backspace}`, "g");
const leading = new RegExp(`^${backspace}+`, "gm");

/** The same two rules that nbconvert applies (coalesce_streams). */
function overwritten(text: string): string {
  let result = text;
  while (result.includes(backspace)) result = result.replace(takenBack, "").replace(leading, "");
  // A return that ends the text is kept: what overwrites the line may still come.
  return result.replace(/[^\n]*\r(?=[^\n\r])/g, "");
}
