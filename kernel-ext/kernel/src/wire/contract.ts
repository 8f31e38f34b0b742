/*
 * The sockets of a kernel, as ZeroMQ clients see them: ZMTP 3 with the NULL mechanism over TCP or Unix sockets.
 */

/** The frames of one message. A router's begin with the identity of the peer. */
export type Frames = readonly Uint8Array[];

export interface Address {
  readonly transport: "tcp" | "ipc";
  /** An IP address, or the path in front of `-<port>`. */
  readonly ip: string;
  readonly port: number;
}

interface BoundSocket {
  /**
   * Listens. Resolves when clients can connect: to the address, with the port that the system chose if it was 0.
   *
   * @throws Error with `code` EADDRINUSE and so on, naming the address.
   */
  bind(address: Address): Promise<Address>;
  /** Sends what waits (at most `milliseconds`), then closes every connection. */
  close(milliseconds?: number): Promise<void>;
}

/** ROUTER: knows its peers by identity. */
export interface RouterSocket extends BoundSocket {
  /**
   * Called once for each whole message, in order. Frames are views of memory that they share with others: what goes to
   * another thread is to be copied first.
   *
   * @returns whether its signature is right: who sent it is no stranger any more, and may send large messages.
   */
  onMessage: (frames: Frames) => boolean;
  /**
   * To the peer that the first frame names; dropped if it is gone, as libzmq does. Large frames are not copied: leave
   * them as they are.
   */
  send(frames: Frames): void;
}

/** XPUB: to every peer that subscribed to a prefix of the first frame. Never drops for a connected peer; lets go one that never reads. */
export interface PublisherSocket extends BoundSocket {
  /** A peer has subscribed (also if another one had before); sends from now on reach it. */
  onSubscription: (topic: Uint8Array) => void;
  /** Large frames are not copied: leave them as they are. */
  send(frames: Frames): void;
}

/** REP that answers each request with itself: Jupyter's heartbeat. */
export type EchoSocket = BoundSocket;

/** Called for each connection that was closed for what it sent: no ZMTP, too long a frame, nonsense. */
export type OnRefusedPeer = (why: string) => void;
