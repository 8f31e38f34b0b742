import { spawn, spawnSync } from "node:child_process";

/** Runs a program and returns its exit code (-1 where it could not start or ran out of time) and its output. */
export function run(program, args, { timeout = 120_000, ...options } = {}) {
  const result = spawnSync(program, args, {
    encoding: "utf8",
    timeout,
    maxBuffer: 64 << 20,
    ...options,
  });
  const output = `${result.stdout ?? ""}${result.stderr ?? ""}${result.error ? String(result.error) : ""}`;
  return { code: result.status ?? -1, output, stdout: result.stdout ?? "" };
}

/** Runs a program whose own output is the progress that the person sees. Resolves to its exit code. */
export function runVisibly(program, args, { timeout, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: "inherit", timeout, ...options });
    child.on("error", () => resolve(-1));
    child.on("close", (code) => resolve(code ?? -1));
  });
}
