import { readFileSync } from "node:fs";
import { getHashes } from "node:crypto";
import type { Address } from "../wire/contract";

export type Channel = "shell" | "control" | "iopub" | "stdin" | "hb";

const channels: readonly Channel[] = ["shell", "control", "iopub", "stdin", "hb"];

/** Where the kernel is to listen, and what signs the messages. */
export interface Connection {
  readonly transport: "tcp" | "ipc";
  readonly ip: string;
  readonly ports: Readonly<Record<Channel, number>>;
  /** Empty: messages are not signed. */
  readonly key: string;
  /** Node's name of the hash, such as `sha256`. */
  readonly hash: string;
}

/**
 * Reads Jupyter's connection file.
 *
 * @throws Error if it cannot be read, or says something that this kernel cannot do.
 */
export function readConnectionFile(file: string): Connection {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(`the connection file cannot be read: ${(error as Error).message}`, { cause: error });
  }
  try {
    return parseConnection(JSON.parse(text));
  } catch (error) {
    throw new Error(`the connection file ${file} cannot be used: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** @throws Error saying which field is wrong. */
export function parseConnection(content: unknown): Connection {
  if (typeof content !== "object" || content === null) throw new Error("it is no JSON object");
  const fields = content as Readonly<Record<string, unknown>>;
  const transport = fields.transport ?? "tcp";
  if (transport !== "tcp" && transport !== "ipc") {
    throw new Error(`its transport is ${JSON.stringify(transport)}; this kernel knows "tcp" and "ipc"`);
  }
  const { ip = "127.0.0.1", key = "" } = fields;
  if (typeof ip !== "string" || typeof key !== "string") throw new Error(`"ip" and "key" are to be strings`);
  const ports = Object.fromEntries(channels.map((channel) => [channel, portOf(fields, channel)]));
  return {
    transport,
    ip,
    key,
    ports: ports as Record<Channel, number>,
    hash: hashOf(fields.signature_scheme),
  };
}

export function addressOf({ transport, ip, ports }: Connection, channel: Channel): Address {
  return { transport, ip, port: ports[channel] };
}

function portOf(fields: Readonly<Record<string, unknown>>, channel: Channel): number {
  const port = fields[`${channel}_port`];
  if (typeof port === "number" && Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`"${channel}_port" is to be a port number and is ${JSON.stringify(port)}`);
}

function hashOf(scheme: unknown): string {
  if (scheme === undefined || scheme === "") return "sha256";
  const hash = typeof scheme === "string" && scheme.startsWith("hmac-") ? scheme.slice("hmac-".length) : "";
  if (getHashes().includes(hash)) return hash;
  throw new Error(`its signature_scheme is ${JSON.stringify(scheme)}; usual is "hmac-sha256"`);
}
