import type { JsonObject, Publication } from "../bridge/messages";
import type { PublisherSocket } from "../wire/contract";
import type { Codec } from "./codec";
import { textOf } from "./json";
import type { Log } from "./log";
import type { Outgoing } from "./message";
import { StreamGatherer } from "./streams";

/** The header of a request as it came, or `undefined` for what belongs to none. */
type Parent = Uint8Array | undefined;

/** What all front ends hear: the iopub channel. */
export class Broadcast {
  private readonly streams = new StreamGatherer<Parent>(({ parent, name, text }) =>
    this.post({ type: "stream", content: { name, text }, parent }),
  );

  constructor(
    private readonly socket: PublisherSocket,
    private readonly codec: Codec,
    private readonly log: Log,
  ) {
    socket.onSubscription = (topic) => this.welcome(topic);
  }

  status(state: "starting" | "busy" | "idle", parent: Parent): void {
    this.send({ type: "status", content: { execution_state: state }, parent });
  }

  send(message: Outgoing): void {
    this.streams.flush();
    this.post(message);
  }

  /** What the host publishes. Text waits a moment for more of its kind. */
  publish({ type, content, metadata, buffers }: Publication, parent: Parent): void {
    const text = textOf(content, "text");
    if (type === "stream" && text !== undefined) {
      this.streams.write(parent, textOf(content, "name") ?? "stdout", text);
    } else {
      this.send({ type, content: complete(type, content), parent, metadata, buffers });
    }
  }

  /** Text that still waits goes out. */
  flush(): void {
    this.streams.flush();
  }

  /** Tells a new subscriber that it will hear what comes now (Jupyter enhancement proposal 65). */
  private welcome(topic: Uint8Array): void {
    const content = { subscription: Buffer.from(topic).toString() };
    const { frames } = this.codec.encode([topic], { type: "iopub_welcome", content });
    this.socket.send(frames);
  }

  private post(message: Outgoing): void {
    const topic = Buffer.from(`kernel.${this.codec.session}.${message.type}`);
    try {
      this.socket.send(this.codec.encode([topic], message).frames);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.log.debug(`a ${message.type} could not be sent: ${why}`);
      // Said where the user looks for the output that is missing; text always can be sent.
      const text = `This ${message.type} cannot be shown: it does not fit into JSON (${why}).\n`;
      if (message.type === "stream") return;
      this.post({ type: "stream", content: { name: "stderr", text }, parent: message.parent });
    }
  }
}

/** nbclient and others break where these fields are missing. */
function complete(type: Publication["type"], content: JsonObject): JsonObject {
  switch (type) {
    case "display_data":
    case "update_display_data":
      return { metadata: {}, transient: {}, ...content };
    case "execute_result":
      return { metadata: {}, ...content };
    default:
      return content;
  }
}
