import { join } from "node:path";
import { parseArgs } from "node:util";
import { userDataFolder } from "../data-folders";

interface KernelOptions {
  readonly connectionFile: string;
  readonly language: "typescript" | "javascript";
  readonly transpileOnly: boolean;
  /** Where the history of all sessions is kept; `undefined`: in memory only. */
  readonly historyFile: string | undefined;
}

const usage = `usage: main.js --connection-file FILE [--js] [--transpile-only] [--no-history]
Jupyter starts this kernel and names the file; \`espalier kernel install\` tells Jupyter how.
`;

/** Ends the process where the arguments are none for a kernel. */
export function readOptions(parameters: readonly string[]): KernelOptions {
  try {
    const { values } = parseArgs({
      args: [...parameters],
      options: {
        "connection-file": { type: "string" },
        js: { type: "boolean", default: false },
        "transpile-only": { type: "boolean", default: false },
        "no-history": { type: "boolean", default: false },
      },
    });
    const connectionFile = values["connection-file"];
    if (connectionFile === undefined) throw new Error("--connection-file is missing");
    const language = values.js ? "javascript" : "typescript";
    return {
      connectionFile,
      language,
      transpileOnly: values["transpile-only"] || process.env["ESPALIER_KERNEL_TRANSPILE_ONLY"] === "1",
      historyFile: values["no-history"] ? undefined : historyFile(language),
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    process.exit(2);
  }
}

function historyFile(language: string): string {
  return join(userDataFolder(), "espalier", `history-${language}.jsonl`);
}
