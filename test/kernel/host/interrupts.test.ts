import { afterEach, describe, expect, it } from "vitest";
import { patience } from "../../eventually";
import { flag, newFlags, requestStop } from "../../../kernel-ext/kernel/src/bridge/flags";
import { Activities } from "../../../kernel-ext/kernel/src/host/activity";
import type { Activity } from "../../../kernel-ext/kernel/src/host/activity";
import { Interrupts } from "../../../kernel-ext/kernel/src/host/interrupts";
import { Interrupted } from "../../../kernel-ext/kernel/src/host/services";

function setUp(): {
  flags: Int32Array;
  activities: Activities;
  interrupts: Interrupts;
  stopped: Interrupted[];
  begin: (request: string) => Activity;
  told: () => number;
} {
  const flags = new Int32Array(newFlags());
  const activities = new Activities();
  let told = 0;
  const interrupts = new Interrupts(flags, activities, () => void (told += 1));
  const stopped: Interrupted[] = [];
  const begin = (request: string): Activity => {
    const activity = activities.begin(request, "cell");
    interrupts.begin(activity, (error) => stopped.push(error));
    return activity;
  };
  return { flags, activities, interrupts, stopped, begin, told: () => told };
}

const listeners: (() => void)[] = [];
function listenForSigint(): void {
  const listener = (): void => undefined;
  process.on("SIGINT", listener);
  listeners.push(listener);
}
afterEach(() => {
  for (const listener of listeners.splice(0)) process.off("SIGINT", listener);
});

describe("Interrupts", () => {
  it("throws into the running cell's computing code, and nothing is left of the wish", () => {
    const { flags, activities, interrupts, stopped, begin } = setUp();
    const activity = begin("a");
    activities.run(activity, () => interrupts.checkpoint());
    const execution = requestStop(flags);
    expect(() => activities.run(activity, () => interrupts.checkpoint())).toThrow(Interrupted);
    expect(stopped.length).toBe(1);
    interrupts.end();
    const next = begin("b");
    // The message comes later than the flags.
    interrupts.arrived(execution);
    activities.run(next, () => interrupts.checkpoint());
    expect(stopped.length).toBe(1);
  });

  it("ends the waiting of a cell that only waits", () => {
    const { flags, interrupts, stopped, begin } = setUp();
    begin("a");
    interrupts.arrived(requestStop(flags));
    expect(stopped.length).toBe(1);
    expect(flags[flag.stopNow]).toBe(0);
  });

  it("keeps what is left of an interrupted cell dead, and others alive", () => {
    const { flags, activities, interrupts, begin } = setUp();
    const earlier = begin("earlier");
    interrupts.end();
    const activity = begin("a");
    interrupts.arrived(requestStop(flags));
    interrupts.end();
    expect(flags[flag.stop]).toBe(1);
    expect(() => activities.run(activity, () => interrupts.checkpoint())).toThrow(Interrupted);
    expect(() => activities.run(earlier, () => interrupts.checkpoint())).not.toThrow();
  });

  it("does nothing where nothing runs", () => {
    const { flags, activities, interrupts, begin } = setUp();
    const earlier = begin("a");
    interrupts.end();
    interrupts.arrived(requestStop(flags));
    expect([flags[flag.stop], flags[flag.stopNow]]).toEqual([0, 0]);
    activities.run(earlier, () => interrupts.checkpoint());
  });

  it("leaves a short callback of another cell alone, and ends one that computes on", () => {
    const { flags, activities, interrupts, begin } = setUp();
    const earlier = begin("earlier");
    interrupts.end();
    begin("a");
    requestStop(flags);
    activities.run(earlier, () => interrupts.checkpoint());
    const computeOn = (): void => {
      for (const end = Date.now() + patience; Date.now() < end;) interrupts.checkpoint();
    };
    expect(() => activities.run(earlier, computeOn)).toThrow(Interrupted);
    expect(flags[flag.stopNow]).toBe(0);
  });

  it("gives listeners the first wish, and ends the cell at the second", () => {
    const { flags, activities, interrupts, stopped, begin, told } = setUp();
    listenForSigint();
    const activity = begin("a");
    interrupts.arrived(requestStop(flags));
    expect([told(), stopped.length]).toEqual([1, 0]);
    activities.run(activity, () => interrupts.checkpoint());
    interrupts.arrived(requestStop(flags));
    expect([told(), stopped.length]).toEqual([1, 1]);
  });

  it("counts a wish once that comes by flags and by message", () => {
    const { flags, activities, interrupts, stopped, begin, told } = setUp();
    listenForSigint();
    const activity = begin("a");
    const execution = requestStop(flags);
    activities.run(activity, () => interrupts.checkpoint());
    interrupts.arrived(execution);
    expect([told(), stopped.length]).toEqual([1, 0]);
    interrupts.end();
  });

  it("forgets a wish that was meant for what ran before", () => {
    const { flags, activities, interrupts, begin } = setUp();
    requestStop(flags);
    const activity = begin("a");
    expect(() => activities.run(activity, () => interrupts.checkpoint())).not.toThrow();
  });

  it("keeps a wish for the cell that was handed over before it and begins after it, and for no other", () => {
    const { flags, activities, interrupts } = setUp();
    const runNext = (): void => {
      const activity = activities.begin("a", "cell");
      interrupts.beginCell(activity, () => undefined);
      try {
        activities.run(activity, () => interrupts.checkpoint());
      } finally {
        interrupts.end();
      }
    };
    // As the server thread counts them.
    const handOver = (): void => void Atomics.add(flags, flag.handedOver, 1);
    handOver();
    const execution = requestStop(flags);
    // What a front end says to a comm may be heard before the cell begins.
    interrupts.begin(activities.begin("comm", "cell"), () => undefined);
    interrupts.end();
    expect(runNext).toThrow(Interrupted);
    interrupts.arrived(execution);
    handOver();
    expect(runNext).not.toThrow();
    requestStop(flags);
    handOver();
    expect(runNext).not.toThrow();
  });

  it("says of errors in abandoned code that nobody wants to see them", () => {
    const { flags, activities, interrupts, begin } = setUp();
    const activity = begin("a");
    requestStop(flags);
    const thrown: unknown[] = [];
    for (let i = 0; i < 2; i++) {
      try {
        activities.run(activity, () => interrupts.checkpoint());
      } catch (error) {
        thrown.push(error);
      }
      interrupts.end();
    }
    expect(thrown.map((error) => interrupts.isSilent(error))).toEqual([true, true]);
  });
});
