import type { JsonObject } from "../bridge/messages";
import { textOf } from "./json";

/** The comms that are open, whoever opened them. */
export class CommRegistry {
  private readonly targets = new Map<string, string>();

  /** A comm message went by, in either direction. */
  see(type: string, content: JsonObject): void {
    const id = textOf(content, "comm_id");
    if (id === undefined) return;
    if (type === "comm_open") this.targets.set(id, textOf(content, "target_name") ?? "");
    else if (type === "comm_close") this.targets.delete(id);
  }

  /** As `comm_info_reply` has it: of one target, or all. */
  info(target: string | undefined): JsonObject {
    const shown = [...this.targets].filter(([, name]) => target === undefined || name === target);
    return Object.fromEntries(shown.map(([id, name]) => [id, { target_name: name }]));
  }
}
