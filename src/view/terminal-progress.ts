import type { Notice } from "../notice";
import type { ProgressEvent, ProgressSink } from "../train";
import { between, shareDone, textOfEnd, textOfEvent, textOfNotice, type ProgressText } from "./progress-text";
import { StatusLine, type TextStream } from "./status-line";
import { Throttle } from "./throttle";

const barWidth = 20;

/**
 * In a terminal one line, rewritten at most ten times a second; elsewhere (logs, CI) a plain line for every tenth of the
 * way.
 */
export class TerminalProgress implements ProgressSink {
  private readonly begun: number;
  private readonly throttle: Throttle;
  private readonly status: StatusLine;
  private latest: ProgressEvent | undefined;
  private tenths = 0;

  constructor(
    private readonly stream: TextStream,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.begun = now();
    this.throttle = new Throttle(100, now);
    this.status = new StatusLine(stream);
  }

  update(event: ProgressEvent): void {
    this.latest = event;
    if (this.stream.isTTY) {
      if (this.throttle.ready()) this.status.show(line(textOfEvent(event)));
      return;
    }
    const tenths = Math.floor(shareDone(event) * 10);
    if (tenths <= this.tenths) return;
    this.tenths = tenths;
    this.stream.write(`${line(textOfEvent(event))}\n`);
  }

  /** A line that stays, above the one that is rewritten. */
  notice(notice: Notice): void {
    this.status.replace(`${textOfNotice(notice)}\n`);
  }

  end(message?: string): void {
    const { parts } = textOfEnd(message, this.latest, (this.now() - this.begun) / 1000);
    const text = parts.join(between);
    if (this.stream.isTTY) this.status.show(text);
    else this.stream.write(text);
    this.status.end();
  }
}

function line({ share, percent, parts }: ProgressText): string {
  const full = Math.round(share * barWidth);
  const bar = "█".repeat(full) + "░".repeat(barWidth - full);
  return [`${bar} ${percent.padStart(5)}`, ...parts].join(between);
}
