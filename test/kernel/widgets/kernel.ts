import type { CommRequest } from "../../../kernel-ext/kernel/src/bridge/messages";
import { newWidgets } from "../../../kernel-ext/kernel/src/widgets";
import { Recorder } from "../globals/recorder";

type Json = Readonly<Record<string, unknown>>;

/** Comms and widgets over a host that keeps what they send; `page` says what a front end says. */
export class Kernel {
  readonly recorder = new Recorder();
  readonly errors: unknown[] = [];
  readonly widgets = newWidgets(this.recorder, (error) => this.errors.push([this.recorder.request, error]));
  readonly comms = this.widgets.globals.comms;
  readonly widget = this.widgets.globals.widget;
  #count = 0;

  /** What was sent since this was last asked. */
  sent() {
    return this.recorder.published.splice(0);
  }

  open(commId: string, targetName: string, data: Json = {}, metadata: Json = {}): Promise<void> {
    return this.page({ kind: "commOpen", commId, targetName, data, metadata });
  }

  say(commId: string, data: Json, buffers: readonly Uint8Array[] = []): Promise<void> {
    return this.page({ kind: "commMessage", commId, data, buffers });
  }

  close(commId: string, data: Json = {}): Promise<void> {
    return this.page({ kind: "commClose", commId, data });
  }

  /** Each message is a request of its own: `request 1`, `request 2`, …. */
  private page(request: Pick<CommRequest, "kind" | "commId"> & Partial<CommRequest>): Promise<void> {
    const id = `request ${++this.#count}`;
    const whole: CommRequest = { id, targetName: undefined, data: {}, metadata: {}, buffers: [], ...request };
    return this.recorder.within(id, () => this.widgets.handle(structuredClone(whole)));
  }
}
