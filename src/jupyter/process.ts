import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { EspalierError } from "../errors";
import type { KernelSpec } from "./kernelspec";

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const keptText = 64 * 1024;

/**
 * The kernel's operating-system process, in a process group of its own: Ctrl+C in the terminal reaches
 * us alone, and we decide what the kernel gets.
 */
export class KernelProcess {
  readonly exited: Promise<Exit>;
  private readonly child: ChildProcess;
  private ended: Exit | undefined;
  private text = "";
  private readonly killAtExit = (): void => {
    this.signal("SIGKILL");
  };

  constructor(spec: KernelSpec, connectionFile: string, options: { cwd: string; env?: NodeJS.ProcessEnv }) {
    const [program, ...rest] = spec.argv.map((part) => part.replaceAll("{connection_file}", connectionFile));
    if (program === undefined) throw new EspalierError("the kernelspec names no program");
    this.child = spawn(program, rest, {
      cwd: options.cwd,
      env: { ...process.env, ...spec.env, ...options.env, JPY_PARENT_PID: String(process.pid) },
      stdio: ["ignore", "pipe", "pipe"],
      detached: process.platform !== "win32",
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding("utf8").on("data", (chunk: string) => {
        this.text = (this.text + chunk).slice(-keptText);
      });
    }
    this.exited = new Promise((resolve) => {
      const end = (exit: Exit): void => {
        this.ended = exit;
        process.off("exit", this.killAtExit);
        resolve(exit);
      };
      this.child.once("exit", (code, signal) => {
        end({ code, signal });
      });
      this.child.once("error", (error) => {
        this.text += error.message;
        end({ code: null, signal: null });
      });
    });
    process.once("exit", this.killAtExit);
  }

  /** The end of what the process itself wrote, outside of any cell. */
  get lastWords(): string {
    return this.text.trim();
  }

  get exit(): Exit | undefined {
    return this.ended;
  }

  /** Sends a signal to the kernel alone; SIGKILL also to what it has started. */
  signal(name: NodeJS.Signals): void {
    const { pid } = this.child;
    if (this.ended || pid === undefined) return;
    try {
      if (name === "SIGKILL" && process.platform !== "win32") process.kill(-pid, name);
      else process.kill(pid, name);
    } catch {
      // It has ended in this moment.
    }
  }
}

/** `exit code 3`, `killed by SIGKILL`. */
export function describeExit(exit: Exit): string {
  if (exit.signal) return `killed by ${exit.signal}`;
  return exit.code === null ? "it could not be started" : `exit code ${exit.code}`;
}
