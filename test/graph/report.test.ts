import { afterEach, describe, expect, it } from "vitest";
import { ProblemReport } from "../../src/graph/report";
import { setLimits } from "../../src/limits";

afterEach(() => setLimits({ problems: undefined }));

const say = (message: string) => ({ message, hint: "mend it" });
const listed = (report: ProblemReport) =>
  report.problems.map(({ severity, pointer, message }) => `${severity} ${pointer} ${message}`);

describe("ProblemReport", () => {
  it("keeps the first error of a place, and each warning once", () => {
    const report = new ProblemReport();
    for (const message of ["a", "b"]) report.error("/x", say(message));
    for (const message of ["c", "d", "c"]) report.warn("/y", say(message));
    expect(listed(report)).toEqual(["error /x a", "warning /y c", "warning /y d"]);
    expect(report.errors()).toBe(2);
  });

  it("says whether a key or a value is wrong", () => {
    const report = new ProblemReport();
    report.error("/x", say("a"), "key");
    report.warn("/y", say("b"));
    expect(report.problems.map(({ key }) => key)).toEqual([true, undefined]);
  });

  it("lists so many, counts the other places, and makes no message for them", () => {
    setLimits({ problems: 2 });
    const report = new ProblemReport();
    let made = 0;
    for (const place of ["/a", "/b", "/c", "/d", "/c"])
      report.error(place, () => {
        made += 1;
        return say("wrong");
      });
    report.warn("/e", say("odd"));
    expect(listed(report).slice(0, 2)).toEqual(["error /a wrong", "error /b wrong"]);
    expect(listed(report)).toHaveLength(3);
    expect(listed(report)[2]).toMatch(/^error {2}3 more/);
    expect(made).toBe(2);
    expect(report.errors()).toBe(5);
  });
});
