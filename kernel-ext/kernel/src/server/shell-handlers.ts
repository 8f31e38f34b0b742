import type { JsonObject } from "../bridge/messages";
import type { CommRegistry } from "./comms";
import { toPoints, toUnits } from "./code-points";
import type { Channel } from "./connection-file";
import type { History } from "./history/history";
import type { HostLink } from "./host-link";
import { integerOf, objectOf, textOf } from "./json";
import type { Request } from "./message";
import type { Parents } from "./parents";
import { InvalidRequest } from "./responder";
import type { Handler, Handlers, Reply } from "./responder";

interface Surroundings {
  readonly host: HostLink;
  readonly parents: Parents;
  readonly comms: CommRegistry;
  readonly history: History;
  readonly info: JsonObject;
  readonly ports: Readonly<Record<Channel, number>>;
  readonly execute: (request: Request) => Promise<Reply>;
}

/** What the shell channel answers, by type of message. */
export function shellHandlers(around: Surroundings): Handlers {
  const { comms, history, info, ports } = around;
  return new Map<string, Handler>([
    ["kernel_info_request", () => ({ content: info })],
    ["connect_request", () => ok(withSuffix(ports))],
    ["comm_info_request", ({ content }) => ok({ comms: comms.info(textOf(content, "target_name")) })],
    ["history_request", async ({ content }) => ok({ history: await history.query(content) })],
    ["execute_request", around.execute],
    ["complete_request", (request) => complete(around, request)],
    ["inspect_request", (request) => inspect(around, request)],
    ["is_complete_request", (request) => isComplete(around, request)],
    ["comm_open", (request) => comm(around, request, "commOpen")],
    ["comm_msg", (request) => comm(around, request, "commMessage")],
    ["comm_close", (request) => comm(around, request, "commClose")],
  ]);
}

function ok(content: JsonObject): Reply {
  return { content: { status: "ok", ...content } };
}

function withSuffix(ports: Readonly<Record<Channel, number>>): JsonObject {
  return Object.fromEntries(Object.entries(ports).map(([channel, port]) => [`${channel}_port`, port]));
}

async function complete({ host }: Surroundings, { id, content }: Request): Promise<Reply> {
  const code = codeOf(content);
  const { result } = await host.ask({ kind: "complete", id, code, offset: cursorOf(content, code) });
  const start = toPoints(code, result.start);
  const end = toPoints(code, result.end);
  const types = result.types.map((type) => ({ ...type, start, end }));
  return ok({
    matches: result.matches,
    cursor_start: start,
    cursor_end: end,
    metadata: { _jupyter_types_experimental: types },
  });
}

async function inspect({ host }: Surroundings, { id, content }: Request): Promise<Reply> {
  const code = codeOf(content);
  const detail = integerOf(content, "detail_level") ?? 0;
  const { result } = await host.ask({ kind: "inspect", id, code, offset: cursorOf(content, code), detail });
  return ok({ found: result !== undefined, data: result ?? {}, metadata: {} });
}

async function isComplete({ host }: Surroundings, { id, content }: Request): Promise<Reply> {
  const { result } = await host.ask({ kind: "isComplete", id, code: codeOf(content) });
  return { content: { ...result } };
}

async function comm(
  { host, comms, parents }: Surroundings,
  request: Request,
  kind: "commOpen" | "commMessage" | "commClose",
): Promise<undefined> {
  const { id, type, content, metadata, buffers } = request;
  const commId = textOf(content, "comm_id");
  if (commId === undefined) return undefined;
  parents.remember(request);
  comms.see(type, content);
  const targetName = textOf(content, "target_name");
  const data = objectOf(content, "data");
  // Copies: a view would take all of its memory along to the other thread.
  const copies = buffers.map((buffer) => new Uint8Array(buffer));
  await host.ask({ kind, id, commId, targetName, data, metadata, buffers: copies });
  return undefined;
}

function codeOf(content: JsonObject): string {
  const code = textOf(content, "code");
  if (code === undefined) throw new InvalidRequest(`the request needs "code", a string`);
  return code;
}

/** The end of the code where the front end does not say. */
function cursorOf(content: JsonObject, code: string): number {
  const points = integerOf(content, "cursor_pos");
  return points === undefined ? code.length : toUnits(code, points);
}
