import { styleText } from "node:util";

/** Without a terminal each state is a line of its own, so there are few of them. */
const pause = 20_000;

/** A last line that is rewritten in place, for example how far a training is. */
export class StatusLine {
  private shown = false;
  private lastLine = performance.now();

  constructor(private readonly stream: NodeJS.WriteStream) {}

  show(text: string): void {
    if (this.stream.isTTY) {
      this.clear();
      // A line that wraps could not be taken back.
      this.stream.write(styleText("dim", text.slice(0, this.stream.columns - 1)));
      this.shown = true;
    } else if (performance.now() - this.lastLine > pause) {
      this.lastLine = performance.now();
      this.stream.write(`${text}\n`);
    }
  }

  clear(): void {
    if (this.shown) this.stream.write("\r\u001B[2K");
    this.shown = false;
  }
}
