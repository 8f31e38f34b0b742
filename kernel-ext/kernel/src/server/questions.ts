import { flag } from "../bridge/flags";
import type { ToServer } from "../bridge/messages";
import type { Frames, RouterSocket } from "../wire/contract";
import type { Broadcast } from "./broadcast";
import type { Codec } from "./codec";
import type { HostLink } from "./host-link";
import { textOf } from "./json";
import type { Request } from "./message";
import type { Parents } from "./parents";

type Question = Extract<ToServer, { readonly kind: "input" }>;

/** Questions that cells ask their user: the stdin channel. One at a time, since the host stands still meanwhile. */
export class Questions {
  private open: { readonly messageId: string; readonly envelope: Frames } | undefined;

  constructor(
    private readonly socket: Pick<RouterSocket, "send">,
    private readonly codec: Codec,
    private readonly broadcast: Broadcast,
    private readonly host: HostLink,
    private readonly parents: Parents,
    private readonly flags: Int32Array,
  ) {}

  /** Asks the front end that sent the request. */
  ask({ id, prompt, password }: Question): void {
    this.withdraw();
    const origin = this.parents.of(id);
    // Interrupted on its way here, or of nobody: the user is not to answer what nobody waits for.
    if (!origin || Atomics.load(this.flags, flag.stopNow) === 1) {
      this.tell(undefined);
      return;
    }
    this.broadcast.flush();
    const { envelope, header } = origin;
    const content = { prompt, password };
    const message = this.codec.encode(envelope, { type: "input_request", content, parent: header });
    this.open = { messageId: message.id, envelope };
    this.socket.send(message.frames);
  }

  /** `input_reply`. Answers to earlier questions, and from others than who was asked, count for nothing. */
  answer({ envelope, parentId, content }: Request): void {
    if (!this.open || !sameFrames(envelope, this.open.envelope)) return;
    if (parentId?.startsWith(this.codec.session) && parentId !== this.open.messageId) return;
    this.open = undefined;
    this.tell(textOf(content, "value") ?? "");
  }

  /** No answer is awaited any more. */
  withdraw(): void {
    if (!this.open) return;
    this.open = undefined;
    this.tell(undefined);
  }

  private tell(value: string | undefined): void {
    this.host.tell({ kind: "inputReply", value });
    Atomics.store(this.flags, flag.input, 1);
    Atomics.notify(this.flags, flag.input);
  }
}

function sameFrames(one: Frames, other: Frames): boolean {
  return one.length === other.length && one.every((frame, at) => Buffer.compare(frame, other[at]!) === 0);
}
