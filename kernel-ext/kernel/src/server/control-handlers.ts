import type { JsonObject } from "../bridge/messages";
import type { Broadcast } from "./broadcast";
import type { Ending } from "./ending";
import type { Interrupter } from "./interrupter";
import { booleanOf, integerOf, textOf } from "./json";
import type { Request } from "./message";
import type { Handler, Handlers, Reply } from "./responder";

interface Surroundings {
  readonly broadcast: Broadcast;
  readonly info: JsonObject;
  readonly interrupter: Interrupter;
  readonly ending: Ending;
}

/** What the control channel answers, at once whatever runs, by type of message. */
export function controlHandlers(around: Surroundings): Handlers {
  return new Map<string, Handler>([
    ["kernel_info_request", () => ({ content: around.info })],
    ["interrupt_request", () => interrupt(around)],
    ["shutdown_request", (request) => shutdown(around, request)],
    ["debug_request", refuseDebugging],
  ]);
}

function interrupt({ interrupter }: Surroundings): Reply {
  interrupter.interrupt();
  return { content: { status: "ok" } };
}

function shutdown({ broadcast, ending }: Surroundings, { content, header }: Request): Reply {
  const restart = booleanOf(content, "restart", false);
  const answer = { status: "ok", restart };
  // All front ends of the kernel are to know that it goes.
  broadcast.send({ type: "shutdown_reply", content: answer, parent: header });
  return { content: answer, after: () => void ending.begin(restart) };
}

/** As the Debug Adapter Protocol refuses; that there is no debugger says `supported_features`. */
function refuseDebugging({ content }: Request): Reply {
  return {
    content: {
      type: "response",
      seq: 0,
      request_seq: integerOf(content, "seq") ?? 0,
      command: textOf(content, "command") ?? "",
      success: false,
      message: "this kernel has no debugger",
    },
  };
}
