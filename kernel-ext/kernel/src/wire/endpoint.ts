import type { Server } from "node:net";
import { Connection, type ConnectionEvents } from "./connection";
import type { Address, OnRefusedPeer } from "./contract";
import type { SocketType } from "./handshake";
import { addressOf, listen } from "./listen";
import { Strangers } from "./strangers";

/** Long enough for what waits to leave for another process of this machine. */
const CLOSE_MILLISECONDS = 1000;

/** What all our sockets have in common: where they listen, and the connections that came of it. */
export class Endpoint {
  readonly #type: SocketType;
  readonly #events: ConnectionEvents;
  readonly #onRefused: OnRefusedPeer;
  readonly #strangers: Strangers;
  readonly #servers: Server[] = [];
  readonly #connections = new Set<Connection>();
  #closed = false;

  /** @param strangers - of all sockets of a kernel. */
  constructor(
    type: SocketType,
    events: ConnectionEvents,
    onRefused: OnRefusedPeer,
    strangers = new Strangers(),
  ) {
    this.#type = type;
    this.#events = events;
    this.#onRefused = onRefused;
    this.#strangers = strangers;
  }

  /** See {@link RouterSocket.bind}. */
  async bind(address: Address): Promise<Address> {
    const server = await listen(address, (socket) => {
      if (this.#closed) {
        socket.destroy();
        return;
      }
      const connection = new Connection(socket, this.#type, this.#events, this.#onRefused, this.#strangers);
      this.#connections.add(connection);
      socket.once("close", () => this.#connections.delete(connection));
    });
    this.#servers.push(server);
    if (this.#closed) {
      server.close();
      throw new Error("The socket was closed while it was about to listen.");
    }
    return addressOf(server, address);
  }

  async close(milliseconds = CLOSE_MILLISECONDS): Promise<void> {
    this.#closed = true;
    const stopped = this.#servers
      .splice(0)
      .map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    await Promise.all([...this.#connections].map((connection) => connection.close(milliseconds)));
    await Promise.all(stopped);
  }
}
