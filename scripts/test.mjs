/*
 * `npm test`: prepares what it needs, checks the sources, runs every test that can run here, says what it left out and
 * why. With words after `--` only the tests whose files match them: `npm test -- routing`.
 * The summary names what failed and what was left out; its last line is `N passed, N failed, N skipped`; each check
 * counts as one.
 */
import { tryLoad } from "./native/binding.mjs";
import { command, prepare } from "./prepare.mjs";
import { check, checks } from "./setup/checks.mjs";
import { runTests } from "./setup/vitest.mjs";

const filters = process.argv.slice(2);
const total = { passed: 0, skipped: 0 };
const notes = [];
const failures = [];

const heading = (text) => console.log(`\n=== ${text}`);

async function runChecks() {
  heading("checks");
  for (const one of checks) {
    if (await check(one)) total.passed += 1;
    else failures.push(`FAILED (checks) ${one.name}`);
  }
}

async function runProject(project) {
  heading(`tests: ${project}`);
  const result = await runTests(project, filters);
  total.passed += result.passed;
  for (const failure of result.failures) failures.push(`FAILED (${project}) ${failure}`);
  for (const note of result.notes) notes.push(`${project}: ${note}`);
  for (const { group, tests } of result.skipped) {
    total.skipped += tests;
    notes.push(`left out (${project}), ${tests} of ${group}`);
  }
}

await command(async () => {
  await prepare();
  const native = tryLoad();
  if (filters.length === 0) await runChecks();
  else notes.push(`only tests that match ${filters.join(", ")}; no checks of the sources`);
  for (const project of ["plain", "wasm", ...(native.version ? ["native"] : []), "e2e"])
    await runProject(project);
  if (!native.version) notes.push("left out: all tests on native TensorFlow; npm run setup:native brings it");
  heading("summary");
  for (const line of [...notes, ...failures]) console.log(line);
  console.log(`${total.passed} passed, ${failures.length} failed, ${total.skipped} skipped`);
  return failures.length === 0 ? 0 : 1;
});
