/* pytest as a child process that tells of each test as it ends. */
import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** What became of a Python test: neither property for one that passed. */
export interface PythonResult {
  readonly failure?: string;
  readonly skipped?: string;
}

/** A line of report_lines.py. */
type Line =
  | { readonly tests: readonly string[] }
  | {
      readonly test: string;
      readonly outcome: "passed" | "failed" | "skipped";
      readonly text: string;
      readonly part: boolean;
      readonly ended: boolean;
    };

type Pytest = ChildProcessByStdio<null, Readable, Readable>;

function startPytest(python: string, folder: string, more: readonly string[]): Pytest {
  // The plugin writes to the real stdout: pytest's own terminal report is off, nothing is captured.
  const plugin = ["-p", "report_lines", "-p", "no:terminal", "--capture=no"];
  return spawn(python, ["-m", "pytest", ...plugin, ...more], {
    cwd: folder,
    env: { ...process.env, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: "1", PYTHONUNBUFFERED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Calls back for each line of the plugin's; whatever else is printed is what tests print. */
async function readLines(pytest: Pytest, each: (line: Line) => void): Promise<{ errors: string }> {
  let errors = "";
  pytest.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const closed = once(pytest, "close");
  for await (const text of createInterface({ input: pytest.stdout })) {
    if (/^\{"test/.test(text)) each(JSON.parse(text) as Line);
  }
  await closed;
  return { errors };
}

/** The names of the tests of a folder, by file. */
export async function collectPythonTests(python: string, folder: string): Promise<Map<string, string[]>> {
  const files = new Map<string, string[]>();
  const { errors } = await readLines(startPytest(python, folder, ["--collect-only"]), (line) => {
    if (!("tests" in line)) return;
    for (const test of line.tests) {
      const [file = "", ...rest] = test.split("::");
      files.set(file, [...(files.get(file) ?? []), rest.join("::")]);
    }
  });
  if (files.size === 0) throw new Error(`pytest found no tests in ${folder}\n${errors}`);
  return files;
}

/** A run of all tests of a folder. */
export class PythonTests {
  private pytest: Pytest | undefined;
  private readonly results = new Map<string, PythonResult>();
  private readonly waiting = new Map<string, (result: PythonResult) => void>();
  /** Lines of tests that have not ended. */
  private readonly sofar = new Map<string, PythonResult>();
  private ended: PythonResult | undefined;

  constructor(
    private readonly python: string,
    private readonly folder: string,
  ) {}

  start(): void {
    this.pytest = startPytest(this.python, this.folder, []);
    void readLines(this.pytest, (line) => {
      if ("test" in line) this.take(line);
    }).then(({ errors }) => {
      this.ended = { failure: `pytest ended before this test did\n${errors.slice(-4000)}` };
      for (const answer of this.waiting.values()) answer(this.ended);
    });
  }

  /** Resolves when the test has ended, whenever that is. */
  result(test: string): Promise<PythonResult> {
    const known = this.results.get(test) ?? this.ended;
    if (known) return Promise.resolve(known);
    return new Promise((answer) => this.waiting.set(test, answer));
  }

  /** Ends pytest, and lets it end its kernels. */
  async stop(): Promise<void> {
    if (!this.pytest || this.pytest.exitCode !== null) return;
    const closed = once(this.pytest, "close");
    this.pytest.kill("SIGINT");
    await closed;
  }

  private take({ test, outcome, text, ended, part }: Extract<Line, { readonly test: string }>): void {
    const before = this.sofar.get(test) ?? {};
    if (outcome === "failed") {
      this.sofar.set(test, { failure: [before.failure, text].filter(Boolean).join("\n\n") });
    } else if (outcome === "skipped" && !part && before.failure === undefined) {
      this.sofar.set(test, { skipped: text });
    }
    if (!ended) return;
    const result = this.sofar.get(test) ?? {};
    this.results.set(test, result);
    this.waiting.get(test)?.(result);
  }
}
