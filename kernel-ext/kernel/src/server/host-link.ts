import { flag } from "../bridge/flags";
import type { Publication, RequestId, ToHost, ToServer } from "../bridge/messages";

/** What the server needs of a `MessagePort`. */
export interface Port {
  postMessage(message: ToHost): void;
  on(event: "message", listener: (message: ToServer) => void): unknown;
}

type Answer = Exclude<ToServer, Publication | { readonly kind: "input" | "ending" }>;
type Question = Extract<ToHost, { readonly id: RequestId }>;
/** Which answer ends which question. */
interface AnswerOf {
  readonly execute: "executed";
  readonly complete: "completed";
  readonly inspect: "inspected";
  readonly isComplete: "isCompleted";
  readonly commOpen: "commHandled";
  readonly commMessage: "commHandled";
  readonly commClose: "commHandled";
}

/** The thread that runs user code, as seen from the server. */
export class HostLink {
  onPublication: (publication: Publication) => void = () => undefined;
  onInput: (question: Extract<ToServer, { readonly kind: "input" }>) => void = () => undefined;
  onEnding: () => void = () => undefined;
  private readonly waiting = new Map<RequestId, (answer: Answer) => void>();

  constructor(
    private readonly port: Port,
    private readonly guard: (action: () => void) => void,
    private readonly flags: Int32Array,
  ) {
    port.on("message", (message) => this.guard(() => this.take(message)));
  }

  tell(message: Exclude<ToHost, Question>): void {
    this.port.postMessage(message);
  }

  /**
   * Hands over a request; everything that the host published for it comes before the answer.
   *
   * @throws Error if the request cannot be handed over.
   */
  ask<Asked extends Question>(
    question: Asked,
  ): Promise<Extract<Answer, { readonly kind: AnswerOf[Asked["kind"]] }>> {
    return new Promise((resolve) => {
      // Before it is there: an interrupt may come at once.
      if (question.kind === "execute") Atomics.add(this.flags, flag.handedOver, 1);
      // What cannot be cloned throws here: the promise is rejected, and nobody waits for an answer.
      this.port.postMessage(question);
      this.waiting.set(question.id, resolve as (answer: Answer) => void);
    });
  }

  private take(message: ToServer): void {
    switch (message.kind) {
      case "publish":
        this.onPublication(message);
        break;
      case "input":
        this.onInput(message);
        break;
      case "ending":
        this.onEnding();
        break;
      default: {
        const answered = this.waiting.get(message.id);
        this.waiting.delete(message.id);
        answered?.(message);
      }
    }
  }
}
