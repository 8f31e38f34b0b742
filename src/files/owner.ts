/*
 * Whose a temporary file or a lock is: what a killed process leaves is cleared by the next one, what a living one needs
 * is not. A number of a process alone would not do, for systems give it again.
 */
import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** This process among all: `machine-process-start`. Stands in names of files, so no dots and no slashes. */
export const OWNER = `${machine()}-${process.pid}-${startOf("self") || "0"}`;

/** What `OWNER` looks like, for names that contain one. */
export const OWNER_PATTERN = "[0-9a-f]{8}-[0-9]+-[0-9]+";

/** `unknown`: a process of another machine, or no owner at all. */
type Life = "alive" | "dead" | "unknown";

/** Whether the process that `owner` names still runs. */
export function lifeOf(owner: string): Life {
  if (!new RegExp(`^${OWNER_PATTERN}$`).test(owner)) return "unknown";
  const [where, id, start] = owner.split("-") as [string, string, string];
  if (where !== machine()) return "unknown";
  try {
    process.kill(Number(id), 0);
  } catch (error) {
    // EPERM: it runs, and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return "dead";
  }
  const now = startOf(id);
  if (now === "") return "dead";
  return now === undefined || start === "0" || now === start ? "alive" : "dead";
}

/** The number of the process that `owner` names, for messages. */
export const processOf = (owner: string): string => owner.split("-")[1] ?? "?";

/** Eight hexadecimal digits for this machine; containers count as machines, for they number their processes anew. */
function machine(): string {
  let processes = "";
  try {
    processes = readlinkSync("/proc/self/ns/pid");
  } catch {
    // Not Linux.
  }
  return createHash("sha256").update(`${hostname()} ${processes}`).digest("hex").slice(0, 8);
}

/**
 * When a process started, in clock ticks since the machine did; `undefined` where the system does not say, empty for one
 * that has ended and that nobody has asked how (in containers often for ever).
 */
function startOf(id: string): string | undefined {
  try {
    const line = readFileSync(`/proc/${id}/stat`, "latin1");
    // The second field is the program's name in brackets, which may contain anything; the start is the 22nd.
    const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? "" : fields[19];
  } catch {
    return undefined;
  }
}
