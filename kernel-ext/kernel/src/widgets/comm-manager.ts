import { randomUUID } from "node:crypto";
import type { CommRequest } from "../bridge/messages";
import type { HostServices } from "../host/services";
import { Comm } from "./comm";
import { callEach } from "./listeners";

/** What is done with a comm that a page opens. */
type Opened = (comm: Comm, message: Jupyter.CommMessage) => unknown;

/** All comms of the kernel, and what is done with those that pages open. */
export class CommManager {
  private readonly comms = new Map<string, Comm>();
  private readonly targets = new Map<string, Opened>();

  constructor(
    private readonly services: Pick<HostServices, "publish">,
    /** Shows an error of a handler where the output of the message goes that it handled. */
    private readonly showError: (error: unknown) => void,
  ) {}

  /** Comms with this name that a page opens are handled so from now on. */
  register(target: string, opened: Opened): void {
    this.targets.set(target, opened);
  }

  open(
    target: string,
    data: Readonly<Record<string, unknown>> = {},
    options: Jupyter.CommOptions = {},
  ): Comm {
    const comm = this.add(randomUUID(), target);
    try {
      comm.announce(data, options);
    } catch (error) {
      // The page has not heard of it.
      comm.closed();
      throw error;
    }
    return comm;
  }

  /**
   * Handlers run one after the other.
   *
   * @throws Interrupted
   */
  async handle({ kind, commId, targetName, data, metadata, buffers }: CommRequest): Promise<void> {
    const message: Jupyter.CommMessage = { data, metadata, buffers };
    if (kind === "commOpen") {
      await this.opened(commId, targetName ?? "", message);
      return;
    }
    const comm = this.comms.get(commId);
    if (!comm) return;
    if (kind === "commClose") comm.closed();
    const event = kind === "commClose" ? "close" : "message";
    await callEach(comm.listeners.calls(event, message), this.showError);
  }

  /** The kernel ends. The page is told, except of `staying`: what they show is to stay as it is. */
  closeAll(staying: string): void {
    for (const comm of [...this.comms.values()]) {
      if (comm.target !== staying) comm.close();
    }
  }

  private add(id: string, target: string): Comm {
    const { services, comms } = this;
    const comm = new Comm((type, content, extra) => services.publish(type, content, extra), id, target);
    comms.set(id, comm);
    comm.listeners.add("closed", () => comms.delete(id));
    return comm;
  }

  private async opened(id: string, name: string, message: Jupyter.CommMessage): Promise<void> {
    const comm = this.add(id, name);
    const opened = this.targets.get(name);
    if (!opened) {
      comm.close();
      return;
    }
    await callEach([() => opened(comm, message)], (error) => {
      this.showError(error);
      // Nobody listens at this end.
      comm.close();
    });
  }
}
