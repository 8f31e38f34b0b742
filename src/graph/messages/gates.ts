/* Messages about gates: what they choose among, and what they would never learn. */
import { quote } from "../../text/wording";
import type { Message } from "../message";

export const gateOfOne = (): Message => ({
  message: `a gate chooses among branches, and this one has a single choice`,
  hint: `give it 2 choices or more, or leave the gate and its route out`,
});

export const temperatureOf0 = (): Message => ({
  message: `the logits are divided by the temperature, and it comes to 0`,
  hint: `let it go to a small number (0.1, say), and leave "warmUp" out`,
});

export const gateWithoutRoute = (name: string): Message => ({
  message: `no route is decided by the gate ${quote(name)}`,
  hint: `name it in the "by" of a route, or write "dense" for "gate"`,
});

/** @param several whether several branches may run for a sample */
export const gateNeverLearns = (name: string, route: string, merge: string, several: boolean): Message => ({
  message:
    `the gate ${quote(name)} never learns: ` +
    (merge === "weighted" && !several
      ? `one branch runs for a sample of ${quote(route)}, and its renewed weight is always 1`
      : `"merge": ${quote(merge)} of ${quote(route)} takes the branches' values as they are, whatever the gate says of them`),
  hint: several
    ? `merge them "weighted", "scaled" or "straightThrough", or let a head with labels decide`
    : `merge them "scaled" or "straightThrough", select { "top": 2 } and merge them "weighted", or let a head with labels decide`,
});

export const gatingWithoutRoute = (word: "noise" | "balance"): Message => ({
  message: `${quote(word)} counts where this decides on a route, and it decides on none`,
  hint: `name it in the "by" of a route, or leave ${quote(word)} out`,
});

export const labelsDecide = (word: "noise" | "balance"): Message => ({
  message:
    `while training the labels decide on the route, not what this says of it: ` +
    (word === "noise"
      ? `"noise" only reaches samples without a label`
      : `"balance" would push what it says away from the labels`),
  hint: `leave ${quote(word)} out, or let it decide itself in part of the steps ("teacherForcing" on the route)`,
});

export const loadOfAll = (): Message => ({
  message: `every branch runs for every sample: all loads are alike, and "load" is the same number whatever the gate says`,
  hint: `use "importance", or leave "load" out`,
});
