/* Which branches run for each row, against a search over all of them. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Selection } from "../../../src/graph/ir";
import { admit, roomOf } from "../../../src/program/plan/capacity";
import { chooseBranches, type Decision } from "../../../src/program/plan/choose";
import { selectedMask } from "../../../src/program/plan/route-rows";
import { likeliest, probabilityOf, type Scores } from "../../../src/program/plan/scores";

const RUNS = { numRuns: 400, seed: 1 };
const score = fc.constantFrom(-Infinity, -2, -0.5, 0, 0.5, 1, 3, NaN);
const table = fc
  .record({ width: fc.integer({ min: 1, max: 6 }), rows: fc.integer({ min: 0, max: 7 }) })
  .chain(({ width, rows }) =>
    fc.record({
      width: fc.constant(width),
      rows: fc.constant(rows),
      values: fc.array(score, { minLength: width * rows, maxLength: width * rows }),
    }),
  );

/** The order of a row's branches: the larger the likelier, the lower number first among equals. */
function ranked(row: readonly number[]): number[] {
  if (row.some(Number.isNaN)) return [];
  const order: number[] = [];
  for (const value of [...new Set(row)].sort((a, b) => b - a))
    row.forEach((own, branch) => {
      if (own === value && value > -Infinity) order.push(branch);
    });
  return order;
}

const rowOf = (values: readonly number[], width: number, row: number): number[] =>
  values.slice(row * width, (row + 1) * width);

describe("the likeliest branches", () => {
  it("are those with the largest scores, a known one before them", () => {
    fc.assert(
      fc.property(table, fc.integer({ min: -1, max: 5 }), fc.integer({ min: 1, max: 6 }), (given, known, count) => {
        const { width, rows, values } = given;
        const first = known < width ? known : -1;
        for (let row = 0; row < rows; row++) {
          const order = ranked(rowOf(values, width, row)).filter((branch) => branch !== first);
          const expected = (first >= 0 ? [first, ...order] : order).slice(0, count);
          expect(likeliest({ values, width }, row, count, first)).toEqual(expected);
        }
      }),
      RUNS,
    );
  }); // prettier-ignore

  it("have the probability of a softmax", () => {
    const values = [1, 2, 3, 1000, 0, -1000];
    const scores: Scores = { values, width: 3 };
    expect(probabilityOf(scores, 0, 2)).toBeCloseTo(Math.exp(3) / (Math.exp(1) + Math.exp(2) + Math.exp(3)), 12);
    expect([0, 1, 2].map((branch) => probabilityOf(scores, 1, branch))).toEqual([1, 0, 0]);
  }); // prettier-ignore
});

describe("the choices of a row", () => {
  const selection: fc.Arbitrary<Selection> = fc.oneof(
    fc.constant<Selection>({ kind: "first" }),
    fc.constant<Selection>({ kind: "all" }),
    fc.integer({ min: 1, max: 6 }).map((count): Selection => ({ kind: "top", count })),
    fc.record({
      kind: fc.constant("atLeast" as const),
      probability: fc.constantFrom(1e-9, 0.3, 0.6, 1),
      otherwise: fc.constantFrom(
        { kind: "all" } as const,
        { kind: "top", count: 2 } as const,
        { kind: "branch", index: 0 } as const,
      ),
    }),
  );

  function expected(row: readonly number[], known: number, select: Selection): number[] {
    const others = ranked(row);
    const order = known < 0 ? others : [known, ...others.filter((branch) => branch !== known)];
    if (select.kind === "first") return order.slice(0, 1);
    if (select.kind === "top") return order.slice(0, select.count);
    if (select.kind === "all") return order;
    if (known >= 0 || order.length === 0) return order.slice(0, 1);
    const powers = row.map((value) => Math.exp(value - row[order[0]!]!));
    const p = 1 / powers.reduce((sum, power) => sum + power, 0);
    if (p >= select.probability) return order.slice(0, 1);
    if (select.otherwise.kind === "branch") return [select.otherwise.index];
    return select.otherwise.kind === "all" ? order : order.slice(0, select.otherwise.count);
  }

  it("are what the rule says, for every rule, with labels for some rows", () => {
    fc.assert(
      fc.property(table, selection, fc.infiniteStream(fc.integer({ min: -3, max: 5 })), (given, select, stream) => {
        const { width, rows, values } = given;
        const known = Int32Array.from({ length: rows }, () => {
          const { value } = stream.next() as { value: number };
          return value < width ? Math.max(-1, value) : -1;
        });
        const decision: Decision = { size: rows, branches: width, select, known, scores: { values, width }, capacity: undefined };
        const { taken, rows: own, load } = chooseBranches(decision);
        const choices = Array.from({ length: rows }, (_, row) => expected(rowOf(values, width, row), known[row]!, select));
        expect([...taken]).toEqual(choices.map(([first = -1]) => first));
        own.forEach((takers, branch) =>
          expect([...takers]).toEqual(choices.flatMap((row, i) => (row.includes(branch) ? [i] : []))),
        );
        const mask = selectedMask({ taken, rows: own, load });
        expect([...mask]).toEqual(choices.flatMap((row) => Array.from({ length: width }, (_, i) => (row.includes(i) ? 1 : 0))));
        const all = choices.flat().length;
        load.forEach((share, branch) =>
          expect(share).toBeCloseTo(choices.flat().filter((one) => one === branch).length / Math.max(1, all), 6),
        );
      }),
      RUNS,
    );
  }); // prettier-ignore

  it("may be a way out behind all that the scores speak of", () => {
    const otherwise = { kind: "branch", index: 2 } as const;
    const { taken } = chooseBranches({
      size: 2,
      branches: 3,
      select: { kind: "atLeast", probability: 0.9, otherwise },
      known: undefined,
      scores: { values: [0, 9, 1, 1], width: 2 },
      capacity: undefined,
    });
    expect([...taken]).toEqual([1, 2]);
  });

  it("are none where nothing is known and nobody spoke", () => {
    const { taken } = chooseBranches({ size: 2, branches: 2, select: { kind: "first" }, known: Int32Array.of(1, -1), scores: undefined, capacity: undefined }); // prettier-ignore
    expect([...taken]).toEqual([1, -1]);
  });
});

describe("room", () => {
  it("is the share of a branch times the factor, rounded up, and not by what arithmetic leaves over", () => {
    expect(roomOf(1, 1, 10, 3)).toBe(4);
    expect(roomOf(1.1, 1, 30, 3)).toBe(11);
    expect(roomOf(1.25, 2, 8, 4)).toBe(5);
    expect(roomOf(1, 2, 0, 4)).toBe(0);
    for (let rows = 1; rows < 200; rows++) expect(roomOf(0.1, 1, rows * 10, 1)).toBe(rows);
  });

  const choices = fc.array(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 0 }), { maxLength: 8 });

  /** Slot after slot, row after row; each asks for room in one branch. */
  function plain(rows: readonly (readonly number[])[], scores: readonly number[][], room: number, next: boolean) {
    const held = [0, 0, 0, 0];
    const found = rows.map((): number[] => []);
    for (const slot of [0, 1, 2, 3])
      rows.forEach((row, i) => {
        const choice = row[slot];
        if (choice === undefined) return;
        const order = next ? ranked(scores[i]!).filter((one) => !row.includes(one) && !found[i]!.includes(one)) : [];
        const taken = [choice, ...order].find((branch) => held[branch]! < room);
        if (taken === undefined) return;
        held[taken]! += 1;
        found[i]!.push(taken);
      });
    return { found, held };
  } // prettier-ignore

  it("goes to first choices first; who finds none is dropped, or takes the next likely branch with room", () => {
    const cases = fc.tuple(choices, fc.array(fc.array(fc.constantFrom(0, 1, 2, NaN), { minLength: 4, maxLength: 4 }), { minLength: 8, maxLength: 8 }), fc.integer({ min: 0, max: 4 }), fc.boolean()); // prettier-ignore
    fc.assert(
      fc.property(cases, ([rows, scores, room, next]) => {
        const overflow = next ? "next" : "drop";
        const admitted = admit(rows, { values: scores.flat(), width: 4 }, 4, { room, overflow });
        const { found, held } = plain(rows, scores, room, next);
        expect(admitted).toEqual(found);
        expect(Math.max(...held)).toBeLessThanOrEqual(room);
        for (const row of admitted) expect(new Set(row).size).toBe(row.length);
        // A capacity that nothing exceeds changes nothing.
        const enough = admit(rows, undefined, 4, { room: 8, overflow });
        expect(enough).toEqual(rows);
      }),
      RUNS,
    );
  });
});
