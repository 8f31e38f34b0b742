import { MAX_SUBSCRIPTION_BYTES, MAX_SUBSCRIPTIONS } from "./limits";
import { ProtocolError } from "./protocol-error";

/** What one peer wants to hear. Who subscribes twice has to cancel twice. Topics are bytes, here as latin1 text. */
export class Subscriptions {
  readonly #counts = new Map<string, number>();

  #bytes = 0;

  add(topic: string): void {
    const count = this.#counts.get(topic) ?? 0;
    this.#counts.set(topic, count + 1);
    if (count === 0) this.#bytes += topic.length;
    if (this.#counts.size > MAX_SUBSCRIPTIONS || this.#bytes > MAX_SUBSCRIPTION_BYTES)
      throw new ProtocolError("A peer subscribes to too many topics.");
  }

  cancel(topic: string): void {
    const count = this.#counts.get(topic) ?? 0;
    if (count > 1) this.#counts.set(topic, count - 1);
    else if (this.#counts.delete(topic)) this.#bytes -= topic.length;
  }

  /** Whether one of the topics is a prefix of that name. */
  match(name: string): boolean {
    for (const topic of this.#counts.keys()) if (name.startsWith(topic)) return true;
    return false;
  }
}
