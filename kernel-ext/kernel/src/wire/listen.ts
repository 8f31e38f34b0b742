import { lookup } from "node:dns/promises";
import { lstat, unlink } from "node:fs/promises";
import { connect, createServer, isIP, type ListenOptions, type Server, type Socket } from "node:net";
import type { Address } from "./contract";

/** Half-open connections (a peer's machine that went away) are found after that time without traffic. */
const KEEP_ALIVE_MILLISECONDS = 30_000;

/** `sun_path` in the system's headers, without the zero at its end. */
const MAX_PATH_BYTES = process.platform === "linux" ? 107 : 103;

/** Why a socket cannot listen where it should, and what can be done. */
export class BindError extends Error {
  override readonly name = "BindError";
  readonly code: string;

  constructor(address: Address, cause: unknown) {
    const code = codeOf(cause) ?? "EUNKNOWN";
    super(`Cannot listen on ${nameOf(address)}: ${ADVICE[code] ?? String(cause)} (${code}).`, { cause });
    this.code = code;
  }
}

const ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE: "another program listens there. Start the kernel again, so that Jupyter chooses another port",
  EADDRNOTAVAIL: "this machine has no network interface of that address. Check `ip` in the connection file",
  EACCES:
    "the system does not allow it. Choose a port above 1023, or an existing folder that you may write to",
  ENOTFOUND: "the name of that machine is not known. Check `ip` in the connection file",
  ENAMETOOLONG: "the system allows no path of that length. Choose a shorter `ip` in the connection file",
  ERR_SOCKET_BAD_PORT: "ports go from 0 to 65535. Check the ports in the connection file",
  ENOTSUP: "Node.js has no Unix sockets on Windows. Choose `tcp` as the transport",
};

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** As libzmq and Jupyter write addresses. */
function nameOf({ transport, ip, port }: Address): string {
  return transport === "ipc" ? `ipc://${ip}-${port}` : `tcp://${ip}:${port}`;
}

/**
 * Listens there.
 *
 * @throws BindError
 */
export async function listen(address: Address, accept: (socket: Socket) => void): Promise<Server> {
  try {
    if (address.transport === "tcp") {
      return await listenWith({ host: await hostOf(address.ip), port: address.port }, accept);
    }
    return await listenAtPath(`${address.ip}-${address.port}`, accept);
  } catch (error) {
    throw new BindError(address, error);
  }
}

/** The address, with the port that the system chose if 0 was asked for. */
export function addressOf(server: Server, asked: Address): Address {
  const bound = server.address();
  return bound !== null && typeof bound === "object" ? { ...asked, port: bound.port } : asked;
}

/** The IP address to listen on. Clients (libzmq) look names up as IPv4 unless they are told otherwise: so do we. */
async function hostOf(ip: string): Promise<string> {
  if (ip === "*") return "0.0.0.0";
  const bare = ip.replace(/^\[(.*)\]$/, "$1");
  if (isIP(bare)) return bare;
  const found = await lookup(bare, { family: 4 }).catch(() => lookup(bare));
  return found.address;
}

async function listenAtPath(path: string, accept: (socket: Socket) => void): Promise<Server> {
  if (process.platform === "win32") throw Object.assign(new Error("No Unix sockets."), { code: "ENOTSUP" });
  // Node 20 would cut the path off, and listen where nobody looks for it.
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) {
    throw Object.assign(new Error("Too long a path."), { code: "ENAMETOOLONG" });
  }
  try {
    return await listenWith({ path }, accept);
  } catch (error) {
    if (codeOf(error) !== "EADDRINUSE" || !(await isAbandoned(path))) throw error;
    await unlink(path);
    return await listenWith({ path }, accept);
  }
}

/** Whether that is the file of a socket on which nobody listens: a kernel that was killed leaves it behind. */
async function isAbandoned(path: string): Promise<boolean> {
  if (!(await lstat(path)).isSocket()) return false;
  return new Promise((resolve) => {
    const trial = connect(path);
    trial.once("connect", () => {
      trial.destroy();
      resolve(false);
    });
    trial.once("error", (error) => resolve(codeOf(error) === "ECONNREFUSED"));
  });
}

function listenWith(options: ListenOptions, accept: (socket: Socket) => void): Promise<Server> {
  const server = createServer(
    { noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MILLISECONDS },
    accept,
  );
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(options, () => {
      server.off("error", reject);
      // One connection that cannot be accepted (no file descriptor is left) must not end the kernel.
      server.on("error", () => undefined);
      resolve(server);
    });
  });
}
