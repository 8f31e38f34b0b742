import { randomUUID } from "node:crypto";
import { formatNotice, type Notice } from "../notice";
import { formatSeconds } from "../plots";
import type { ProgressEvent, ProgressSink } from "../train";
import { escapeHtml } from "../text/html";
import { themeColours } from "./html";
import type { MimeBundle } from "./mime";
import { metricsText, leftText, shareDone, whereText } from "./progress-text";
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
    if (!this.throttle.ready()) return;
    this.send(shareDone(event), [whereText(event), metricsText(event), leftText(event)]);
  }

  notice(notice: Notice): void {
    this.notices.push(`note: ${formatNotice(notice)}`);
  }

  end(message?: string): void {
    const event = this.latest;
    const took = formatSeconds((this.now() - this.begun) / 1000);
    // Early stopping ends before the last step, and that is no less done.
    const share = message === undefined ? 1 : event ? shareDone(event) : 0;
    this.send(share, [message ?? "done", event ? metricsText(event) : "", took]);
  }

  private send(share: number, texts: readonly string[]): void {
    const told = texts.filter((text) => text !== "");
    this.write(
      { data: bar(share, told, this.notices), metadata: {}, transient: { display_id: this.id } },
      this.shown,
    );
    this.shown = true;
  }
}

function bar(share: number, texts: readonly string[], notices: readonly string[]): MimeBundle {
  const percent = `${Math.round(100 * share)} %`;
  const html = `<div style="max-width: 640px; font-size: 13px">
<div style="height: 6px; border-radius: 3px; background: ${themeColours.track}"><div style="height: 6px; border-radius: 3px; width: ${(100 * share).toFixed(1)}%; background: ${themeColours.bar}"></div></div>
<div style="margin-top: 4px"><b>${percent}</b> ${texts.map(escapeHtml).join(" · ")}</div>${notices
    .map((notice) => `\n<div style="margin-top: 4px">${escapeHtml(notice)}</div>`)
    .join("")}
</div>`;
  return { "text/html": html, "text/plain": [[percent, ...texts].join(" · "), ...notices].join("\n") };
}
