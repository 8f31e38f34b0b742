/*
 * Runs before each test file: says which process it is, so that it can be ended, and afterwards which functions of the
 * sources under test it entered.
 */
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect } from "vitest";

const folder = process.env.MUTATION_PASS;
globalThis.mutationPassHits = new Set();
writeFileSync(join(folder, "pid"), String(process.pid));

afterAll(() => {
  const { testPath } = expect.getState();
  const hits = [...globalThis.mutationPassHits];
  if (hits.length > 0) appendFileSync(join(folder, "hits"), `${JSON.stringify({ test: testPath, hits })}\n`);
});
