import { formatNotice, type Notice } from "../notice";
import { formatSeconds } from "../plots";
import type { ProgressEvent, ProgressSink } from "../train";
import { metricsText, leftText, shareDone, whereText } from "./progress-text";
import { visible } from "../visible";
import { Throttle } from "./throttle";

/** A terminal, or a file or pipe that stands in for one. */
export interface TextStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Width in characters, of a terminal. */
  readonly columns?: number;
}

const barWidth = 20;

/**
 * In a terminal one line, rewritten at most ten times a second; elsewhere (logs, CI) a plain line for every tenth of the
 * way.
 */
export class TerminalProgress implements ProgressSink {
  private readonly begun: number;
  private readonly throttle: Throttle;
  private latest: ProgressEvent | undefined;
  private tenths = 0;
  private lineIsOpen = false;

  constructor(
    private readonly stream: TextStream,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.begun = now();
    this.throttle = new Throttle(100, now);
  }

  update(event: ProgressEvent): void {
    this.latest = event;
    if (this.stream.isTTY) {
      if (this.throttle.ready()) this.rewrite(line(event));
      return;
    }
    const tenths = Math.floor(shareDone(event) * 10);
    if (tenths <= this.tenths) return;
    this.tenths = tenths;
    this.stream.write(`${line(event)}\n`);
  }

  /** A line that stays, above the one that is rewritten. */
  notice(notice: Notice): void {
    const erase = this.lineIsOpen ? "\r\x1b[K" : "";
    this.stream.write(`${erase}note: ${formatNotice(notice)}\n`);
    this.lineIsOpen = false;
  }

  end(message?: string): void {
    const took = formatSeconds((this.now() - this.begun) / 1000);
    const text = [visible(message ?? "done"), this.latest ? metricsText(this.latest) : "", took]
      .filter((part) => part !== "")
      .join(" · ");
    if (this.stream.isTTY) this.rewrite(text);
    else this.stream.write(text);
    this.stream.write("\n");
    this.lineIsOpen = false;
  }

  /** Cut to the terminal's width: a wrapped line could not be taken back. */
  private rewrite(text: string): void {
    const width = Math.max(20, (this.stream.columns ?? 80) - 1);
    const shown = text.length > width ? `${text.slice(0, width - 1)}…` : text;
    const eraseToTheEnd = "\x1b[K";
    this.stream.write(`${this.lineIsOpen ? "\r" : ""}${shown}${eraseToTheEnd}`);
    this.lineIsOpen = true;
  }
}

function line(event: ProgressEvent): string {
  const share = shareDone(event);
  const full = Math.round(share * barWidth);
  const bar = "█".repeat(full) + "░".repeat(barWidth - full);
  const percent = `${Math.round(100 * share)} %`.padStart(5);
  return [`${bar} ${percent}`, whereText(event), metricsText(event), leftText(event)]
    .filter((part) => part !== "")
    .join(" · ");
}
