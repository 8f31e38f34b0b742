/* Runs the tests of one kind and counts them. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runVisibly } from "../native/run.mjs";
import { root } from "./paths.mjs";

/**
 * Runs the tests of a vitest project that match the filters.
 *
 * @returns their numbers, and by group how many were left out; a run that broke down counts as a failure.
 */
export async function runTests(project, filters) {
  const folder = mkdtempSync(path.join(tmpdir(), "espalier-tests-"));
  const file = path.join(folder, "result.json");
  try {
    const code = await runVisibly(
      process.execPath,
      [
        path.join(root, "node_modules", "vitest", "vitest.mjs"),
        ...["run", "--project", project, "--passWithNoTests"],
        ...["--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
        ...filters,
      ],
      { cwd: root },
    );
    return count(file, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function count(file, code) {
  let result;
  try {
    result = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { passed: 0, failed: code === 0 ? 0 : 1, skipped: [] };
  }
  const groups = new Map();
  for (const { name, assertionResults } of result.testResults) {
    for (const { status, ancestorTitles, title } of assertionResults) {
      if (!["skipped", "pending", "todo"].includes(status)) continue;
      // The title of a group says what its tests need.
      const group = `${path.relative(root, name)}: ${ancestorTitles.join(" > ") || title}`;
      groups.set(group, (groups.get(group) ?? 0) + 1);
    }
  }
  const skipped = [...groups].map(([group, tests]) => ({ group, tests }));
  const failed = result.numFailedTests;
  // A file that cannot be loaded fails without a test of its own.
  return { passed: result.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed, skipped };
}
