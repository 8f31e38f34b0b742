import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { temporaryFolder } from "../files";

/** A connection file's content: where the kernel listens and what signs the messages. */
export interface Connection {
  readonly transport: "tcp";
  readonly ip: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
  readonly signature_scheme: "hmac-sha256";
  readonly key: string;
  readonly kernel_name: string;
}

type Channel = "shell" | "iopub" | "stdin" | "control" | "hb";

export function address(connection: Connection, channel: Channel): string {
  return `${connection.transport}://${connection.ip}:${connection[`${channel}_port`]}`;
}

/** Five ports of this machine that are free now, and a new key. */
export async function newConnection(kernelName: string): Promise<Connection> {
  const [shell, iopub, stdin, control, hb] = await freePorts(5);
  return {
    transport: "tcp",
    ip: "127.0.0.1",
    shell_port: shell!,
    iopub_port: iopub!,
    stdin_port: stdin!,
    control_port: control!,
    hb_port: hb!,
    signature_scheme: "hmac-sha256",
    key: randomBytes(32).toString("hex"),
    kernel_name: kernelName,
  };
}

/** Writes the connection file where only this user can read it: the key in it lets one run code. */
export function writeConnectionFile(connection: Connection): { path: string; remove: () => void } {
  const folder = temporaryFolder("espalier-kernel");
  const path = join(folder.path, "connection.json");
  writeFileSync(path, JSON.stringify(connection, null, 2), { mode: 0o600 });
  return { path, remove: folder.remove };
}

/** All are held open until the last is known, so that no port is given twice. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once("error", reject);
          server.listen(0, "127.0.0.1", () => {
            resolve((server.address() as AddressInfo).port);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
