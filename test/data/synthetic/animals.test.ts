import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { ANIMALS, BREEDS, drawAnimals } from "../../../src/data/synthetic";

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);

/** The share of the last samples that the `k` nearest of the first give their label. */
function nearestNeighbours(
  rows: readonly Float32Array[],
  labels: readonly number[],
  train: number,
  k = 5,
): number {
  let right = 0;
  for (let i = train; i < rows.length; i++) {
    const near = rows
      .slice(0, train)
      .map((row, j) => ({
        label: labels[j]!,
        distance: sum(row.map((value, at) => (value - rows[i]![at]!) ** 2)),
      }))
      .sort((one, other) => one.distance - other.distance)
      .slice(0, k);
    const votes = new Map<number, number>();
    for (const { label } of near) votes.set(label, (votes.get(label) ?? 0) + 1);
    const [best] = [...votes].sort((one, other) => other[1] - one[1]);
    if (best![0] === labels[i]) right++;
  }
  return right / (rows.length - train);
}

describe("drawAnimals", () => {
  test("draws float32 images from 0 to 1, all seven breeds, evenly and in mixed order", () => {
    const { shape, data, labels, classes } = drawAnimals({ samples: 141 });
    expect(shape).toEqual([24, 24, 3]);
    expect(data.length).toBe(141 * 24 * 24 * 3);
    expect(data.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(classes).toEqual([...ANIMALS.cat, ...ANIMALS.dog]);
    const counts = classes!.map((_, label) => labels.filter((each) => each === label).length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    expect(sum(counts)).toBe(141);
    expect(labels).not.toEqual(labels.slice().sort());
  });

  test("the same options give the same pictures, in another process too; another seed gives others", () => {
    const draw = (seed: number) => drawAnimals({ samples: 14, size: 16, seed });
    expect(draw(4)).toEqual(draw(4));
    expect(draw(4).data).not.toEqual(draw(5).data);
    // Rounded: sine and cosine may differ in the last bit between processors.
    const bytes = Uint8Array.from(draw(4).data, (value) => Math.round(value * 32));
    expect(createHash("sha256").update(bytes).digest("hex").slice(0, 16)).toMatchInlineSnapshot(
      `"e6b5350e12c59def"`,
    );
  });

  test("imbalance: the last class has that much less than the first, and each class has some", () => {
    const counts = (imbalance: number, samples: number) => {
      const { labels, classes } = drawAnimals({ samples, imbalance, size: 16 });
      return classes!.map((_, label) => labels.filter((each) => each === label).length);
    };
    const fewer = counts(0.75, 300);
    expect(sum(fewer)).toBe(300);
    expect(fewer).toEqual([...fewer].sort((one, other) => other - one));
    expect(fewer[6]! / fewer[0]!).toBeCloseTo(0.25, 1);
    expect(Math.min(...counts(0.999, 20))).toBeGreaterThanOrEqual(1);
  });

  test("draws any of its breeds, in the order that is asked for", () => {
    const all = BREEDS.map(({ name }) => name);
    expect(drawAnimals({ samples: all.length, classes: all, size: 16 }).classes).toEqual(all);
    for (const [species, names] of Object.entries(ANIMALS))
      for (const name of names) expect(BREEDS.find((breed) => breed.name === name)!.species).toBe(species);
  });

  test("pictures keep what they show at another size", () => {
    const small = drawAnimals({ samples: 7, size: 16, difficulty: 0 });
    const large = drawAnimals({ samples: 7, size: 64, difficulty: 0 });
    expect(large.shape).toEqual([64, 64, 3]);
    const mean = ({ data }: { data: Float32Array }) => sum(data) / data.length;
    expect(mean(small)).toBeCloseTo(mean(large), 2);
  });

  /** What the mean colour of the middle, where the animal is, tells about the class. */
  function accuracyByColour(difficulty: number, classes?: readonly string[]): number {
    const { data, labels } = drawAnimals({
      samples: 500,
      difficulty,
      size: 16,
      seed: 2,
      ...(classes && { classes }),
    });
    const middle = [5, 6, 7, 8, 9, 10].flatMap((y) => [6, 7, 8, 9].map((x) => (y * 16 + x) * 3));
    const colours = Array.from(labels, (_, i) =>
      Float32Array.from([0, 1, 2], (c) => sum(middle.map((at) => data[i * 768 + at + c]!)) / middle.length),
    );
    return nearestNeighbours(colours, [...labels], 400);
  }

  test("breeds can be told apart by their colours: well when it is easy, hardly when it is hard", () => {
    expect(accuracyByColour(0)).toBeGreaterThan(0.5);
    expect(accuracyByColour(1)).toBeLessThan(0.3);
  });

  test("where the coats are alike, colours do not tell the species", () => {
    expect(accuracyByColour(0.5, ["persian", "boxer"])).toBeGreaterThan(0.8);
    expect(accuracyByColour(0.5, ["abyssinian", "boxer"])).toBeLessThan(0.7);
  });

  test.each([
    [{ classes: ["pug", "siamse"] }, `no animal of the class "siamse" can be drawn; did you mean "siamese"?`],
    [{ classes: ["pug", "horse"] }, "write classes that the generator knows"],
    [{ size: 15 }, "a size of 15 cannot be drawn; take 16 to 64"],
    [{ size: 24.5 }, "a size of 24.5 cannot be drawn"],
    [{ difficulty: 1.1 }, "a difficulty of 1.1 cannot be drawn; take 0 to 1"],
    [{ imbalance: 1 }, "an imbalance of 1 cannot be drawn"],
    [{ samples: 6 }, "6 samples cannot be drawn; take at least one for each class"],
  ])("refuses %o", (options, message) => {
    expect(() => drawAnimals(options)).toThrow(message);
  });
});
