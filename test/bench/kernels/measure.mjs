/* One round of one kernel, driven by Jupyter's own client in Python. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { project, pythonProgram } from "./subjects.mjs";

/** @returns figures in seconds and bytes, by name; what the kernel cannot do is not there. */
export async function measure(subject) {
  const child = spawn(
    pythonProgram(),
    [path.join(import.meta.dirname, "measure.py"), JSON.stringify(subject)],
    {
      cwd: project,
      env: { ...process.env, DENO_DIR: path.join(project, ".deno"), DENO_NO_UPDATE_CHECK: "1" },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`measuring ${subject.argv.join(" ")} failed (exit code ${code})`);
  return JSON.parse(output);
}
