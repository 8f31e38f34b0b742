type Show = (name: "stdout" | "stderr", text: string) => void;

/** Longer than it takes the kernel to reply after it has written an error. */
const held = 150;

/**
 * Shows what a cell writes as it comes, but stderr a moment later: the last of it may be the kernel's account
 * of an error, which is then shown once, in its final form.
 */
export class HeldStderr {
  private waiting: string[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly show: Show) {}

  write(name: "stdout" | "stderr", text: string): void {
    if (name === "stdout") {
      this.flush();
      this.show(name, text);
      return;
    }
    this.waiting.push(text);
    this.timer ??= setTimeout(() => {
      this.flush();
    }, held);
  }

  /** Takes back what has been shown nowhere yet of the end of stderr. */
  drop(text: string): void {
    const all = this.waiting.join("");
    if (text && all.endsWith(text)) this.waiting = [all.slice(0, -text.length)];
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const text = this.waiting.join("");
    this.waiting = [];
    if (text) this.show("stderr", text);
  }
}
