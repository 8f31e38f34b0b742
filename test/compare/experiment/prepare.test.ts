import { describe, expect, it } from "vitest";
import { prepareExperiment } from "../../../src/compare";
import { dataKey } from "../../../src/data/data-key";
import { pets } from "../pets";
import { pictures } from "../pictures";

const data = pictures(6);
const { classes } = pets().task;

describe("the classes of data and task", () => {
  it("are matched by name: another order is the same data", async () => {
    const reversed = {
      ...data,
      labels: { breed: data.labels.breed!.map((label) => (label < 0 ? -1 : classes.length - 1 - label)) },
      classes: { breed: [...classes].reverse() },
    };
    const plain = await prepareExperiment(pets(), { data });
    const mapped = await prepareExperiment(pets(), { data: reversed });
    expect(mapped.data.labels).toEqual(plain.data.labels);
    expect(dataKey(mapped.data)).toBe(dataKey(plain.data));
  });

  it("other names are an error that lists both, before anything runs", async () => {
    const other = { ...data, classes: { breed: [...classes.slice(0, -1), "eel"] } };
    await expect(prepareExperiment(pets(), { data: other })).rejects.toThrow(
      /boxer and eel in the data, and siamese, .* and goldfish in the network; the data lacks the class goldfish/,
    );
  });
});
