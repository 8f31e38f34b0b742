/*
 * `npm test`: prepares what it needs, checks the sources, runs every test that can run here, says what it left out and
 * why. With words after `--` only the tests whose files match them: `npm test -- routing`.
 * The last line is `N passed, N failed, N skipped`; each check counts as one.
 */
import { tryLoad } from "./native/binding.mjs";
import { command, prepare } from "./prepare.mjs";
import { check, checks } from "./setup/checks.mjs";
import { runTests } from "./setup/vitest.mjs";

const filters = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
const notes = [];

const heading = (text) => console.log(`\n=== ${text}`);

async function runChecks() {
  heading("checks");
  for (const one of checks) {
    if (await check(one)) total.passed += 1;
    else total.failed += 1;
  }
}

async function runProject(project) {
  heading(`tests: ${project}`);
  const { passed, failed, skipped } = await runTests(project, filters);
  total.passed += passed;
  total.failed += failed;
  for (const { group, tests } of skipped) {
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
  for (const note of notes) console.log(note);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed === 0 ? 0 : 1;
});
