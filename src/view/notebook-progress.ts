import { randomUUID } from "node:crypto";
import type { Notice } from "../notice";
import type { ProgressEvent, ProgressSink } from "../train";
import { escapeHtml, themeColours } from "../text/html";
import type { MimeBundle } from "./mime";
import { between, textOfEnd, textOfEvent, textOfNotice, type ProgressText } from "./progress-text";
import type { DisplayWriter } from "./running-kernel";
import { Throttle } from "./throttle";

export interface NotebookProgressOptions {
  /** Milliseconds between two updates; 250 without it. Front ends redraw the output each time. */
  readonly interval?: number;
  readonly now?: () => number;
}

/**
 * A bar under the cell that made it, updated in place by display id. At most four messages a second: a stock tslab loses
 * output, and the end of the cell, after about 510 writes without a pause for the event loop.
 */
export class NotebookProgress implements ProgressSink {
  private readonly id = randomUUID();
  private readonly now: () => number;
  private readonly begun: number;
  private readonly throttle: Throttle;
  private shown = false;
  private latest: ProgressEvent | undefined;
  /** One line each, below the bar. */
  private readonly notices: string[] = [];

  constructor(
    private readonly write: DisplayWriter,
    options: NotebookProgressOptions = {},
  ) {
    this.now = options.now ?? (() => performance.now());
    this.begun = this.now();
    this.throttle = new Throttle(options.interval ?? 250, this.now);
  }

  update(event: ProgressEvent): void {
    this.latest = event;
    if (this.throttle.ready()) this.send(textOfEvent(event));
  }

  notice(notice: Notice): void {
    this.notices.push(textOfNotice(notice));
  }

  end(message?: string): void {
    this.send(textOfEnd(message, this.latest, (this.now() - this.begun) / 1000));
  }

  private send(text: ProgressText): void {
    const data = bar(text, this.notices);
    this.write({ data, metadata: {}, transient: { display_id: this.id } }, this.shown);
    this.shown = true;
  }
}

function bar({ share, percent, parts }: ProgressText, notices: readonly string[]): MimeBundle {
  const html = `<div style="max-width: 640px; font-size: 13px">
<div style="height: 6px; border-radius: 3px; background: ${themeColours.track}"><div style="height: 6px; border-radius: 3px; width: ${(100 * share).toFixed(1)}%; background: ${themeColours.bar}"></div></div>
<div style="margin-top: 4px"><b>${percent}</b> ${parts.map(escapeHtml).join(between)}</div>${notices
    .map((notice) => `\n<div style="margin-top: 4px">${escapeHtml(notice)}</div>`)
    .join("")}
</div>`;
  return { "text/html": html, "text/plain": [[percent, ...parts].join(between), ...notices].join("\n") };
}
