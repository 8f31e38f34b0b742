/* A running kernel and its front end, for tests. */
import { setTimeout as sleep } from "node:timers/promises";
import { kernelSpec } from "../../kernel-ext/kernel/dist";
import { Kernel } from "../../src/notebook/jupyter/kernel";
import type { Content, Message } from "../../src/notebook/jupyter/wire";

/** What a cell gave. */
export interface Ran {
  readonly reply: Content;
  /** Broadcasts under this cell, `status` and `execute_input` aside; late ones are added. */
  readonly messages: readonly Message[];
  text(stream?: "stdout" | "stderr"): string;
  /** As text. */
  readonly result: unknown;
}

export class KernelSession {
  private readonly messages: Message[] = [];

  private constructor(readonly kernel: Kernel) {
    kernel.onBroadcast((message) => this.messages.push(message));
  }

  static async start(cwd: string, way: "signal" | "message" = "message"): Promise<KernelSession> {
    const spec = { ...kernelSpec("tslab"), interrupt_mode: way };
    return new KernelSession(
      await Kernel.start("tslab", spec, { cwd, env: { ...process.env, JUPYTER_DATA_DIR: cwd } }),
    );
  }

  /** Starts a cell; `ended` resolves when it is idle. */
  begin(code: string): { ran: Omit<Ran, "reply">; ended: Promise<Ran> } {
    const ticket = this.kernel.execute(code);
    const of = (): Message[] =>
      this.messages.filter(
        ({ header, parent }) =>
          parent.msg_id === ticket.id && header.msg_type !== "status" && header.msg_type !== "execute_input",
      );
    const ran = {
      get messages() {
        return of();
      },
      text: (stream = "stdout") =>
        of()
          .filter(({ header, content }) => header.msg_type === "stream" && content.name === stream)
          .map(({ content }) => content.text)
          .join(""),
      get result() {
        const data = of().find(({ header }) => header.msg_type === "execute_result")?.content.data;
        return (data as Content | undefined)?.["text/plain"];
      },
    } satisfies Omit<Ran, "reply">;
    const ended = (async () => {
      const [{ content: reply }] = await Promise.all([ticket.reply, ticket.idle]);
      return Object.defineProperties({ reply }, Object.getOwnPropertyDescriptors(ran)) as Ran;
    })();
    return { ran, ended };
  }

  run(code: string): Promise<Ran> {
    return this.begin(code).ended;
  }

  /** Interrupts what runs, and says how long it took to end. */
  async interrupt(code: string): Promise<{ ran: Ran; seconds: number }> {
    const { ended } = this.begin(code);
    await sleep(300);
    const begin = performance.now();
    this.kernel.interrupt();
    const ran = await ended;
    return { ran, seconds: (performance.now() - begin) / 1000 };
  }

  end(): Promise<void> {
    return this.kernel.shutdown(5000);
  }
}
