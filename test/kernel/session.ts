/* A running kernel and its front end, for tests. */
import { kernelSpec } from "../../kernel-ext/kernel/dist";
import { eventually, patience, settled } from "../eventually";
import { Kernel } from "../../src/jupyter/kernel";
import type { Content, Message } from "../../src/jupyter/wire";

/** What a cell prints on stderr as soon as it is in what it is to be interrupted in. */
export const begun = "begun";

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

  /** Starts a cell; `heard` is all that is broadcast under it, `ended` resolves when it is idle. */
  begin(code: string): { ran: Omit<Ran, "reply">; heard: readonly Message[]; ended: Promise<Ran> } {
    const ticket = this.kernel.execute(code);
    const all = (): Message[] => this.messages.filter(({ parent }) => parent.msg_id === ticket.id);
    const of = (): Message[] =>
      all().filter(({ header }) => header.msg_type !== "status" && header.msg_type !== "execute_input");
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
    return {
      ran,
      get heard() {
        return all();
      },
      ended,
    };
  }

  run(code: string): Promise<Ran> {
    return settled(this.begin(code).ended, () => `the end of the cell ${code}`);
  }

  /** Interrupts a cell that has printed "begun" on stderr, and waits for its end. */
  async interrupt(code: string): Promise<Ran> {
    const { ran, ended } = this.begin(code);
    await eventually(() => ran.text("stderr").includes(begun), `"${begun}" of the cell ${code}`);
    this.kernel.interrupt();
    return settled(ended, () => `the end of the interrupted cell ${code}`);
  }

  /** How many requests to interrupt the kernel has dealt with. */
  get interruptsHeard(): number {
    return this.messages.filter(
      ({ parent, content }) => parent.msg_type === "interrupt_request" && content.execution_state === "idle",
    ).length;
  }

  /** By request; by force only where that never comes to an end. */
  end(): Promise<void> {
    return this.kernel.shutdown(patience);
  }
}
