/*
 * A file is what was written, or refused: a thousand seeded mutations of each kind of file that is read back.
 * `node test/bench/damaged-files.mjs` prints the table.
 *
 * What is promised: no mutation is a raw error. Where the file has a checksum and the mutation does not make it anew,
 * it is refused or gives the same result. Where the checksum is made anew (or the format, a stranger's, has none), what
 * is still of the right form is another file, and is used as a whole; anything else is refused.
 */
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { EspalierError } from "../../src/errors";
import { DAMAGES, damageBytes, type Damage } from "./mutate";
import { subjects, type Subject } from "./subjects";

const COUNT = Number(process.env["ESPALIER_MUTATIONS"] ?? 1000);
const NAMES = ["model", "checkpoint", "runs file", "report", "Keras model.json", "Keras weights"];

let folder = "";
let all: Subject[] = [];
beforeAll(async () => {
  await useBackend();
  folder = mkdtempSync(join(tmpdir(), "espalier-mutations-"));
  all = await subjects(folder);
}, 300_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Counts {
  refused: number;
  same: number;
  /** Another legal file. */
  other: number;
  raw: string[];
  silent: string[];
  slowest: number;
}

function mutated(subject: Subject, damage: Damage, seed: number): Uint8Array {
  if (damage === "field" || damage === "resealed") return subject.changed(seed, damage === "resealed");
  return damageBytes(subject.bytes, damage, seed);
}

async function tryAll(subject: Subject): Promise<Map<Damage, Counts>> {
  const sound = await subject.read(subject.bytes);
  const table = new Map<Damage, Counts>(
    DAMAGES.map((damage) => [damage, { refused: 0, same: 0, other: 0, raw: [], silent: [], slowest: 0 }]),
  );
  for (let seed = 0; seed < COUNT; seed++) {
    const damage = DAMAGES[seed % DAMAGES.length]!;
    const counts = table.get(damage)!;
    const bytes = mutated(subject, damage, seed);
    const start = performance.now();
    try {
      const result = await subject.read(bytes);
      if (result === sound) counts.same++;
      else if (damage === "resealed" || !subject.sealed) counts.other++;
      else counts.silent.push(`${damage} ${seed}`);
    } catch (error) {
      if (error instanceof EspalierError) counts.refused++;
      else counts.raw.push(`${damage} ${seed}: ${(error as Error).stack ?? String(error)}`);
    }
    counts.slowest = Math.max(counts.slowest, performance.now() - start);
  }
  return table;
}

describe.each(NAMES)("%s", (name) => {
  it(`of ${COUNT} mutations, none is a raw error, none another result in silence`, async () => {
    const subject = all.find((one) => one.name === name)!;
    const table = await tryAll(subject);
    const raw = [...table.values()].flatMap((counts) => counts.raw);
    const silent = [...table.values()].flatMap((counts) => counts.silent);
    const out = process.env["ESPALIER_MUTATIONS_TABLE"];
    if (out !== undefined) appendFileSync(out, lines(name, table));
    expect(raw).toEqual([]);
    expect(silent).toEqual([]);
    // Mutations that change nothing would prove nothing.
    for (const [damage, { refused }] of subject.sealed ? table : [])
      expect(refused, damage).toBeGreaterThan(0);
  }, 900_000);
});

function lines(name: string, table: ReadonlyMap<Damage, Counts>): string {
  return [...table]
    .map(([damage, { refused, same, other, raw, silent, slowest }]) => {
      const cells = [refused, same, other, silent.length, raw.length, slowest.toFixed(0)];
      return `${name.padEnd(18)}${damage.padEnd(10)}${cells.map((cell) => String(cell).padStart(9)).join("")}\n`;
    })
    .join("");
}
