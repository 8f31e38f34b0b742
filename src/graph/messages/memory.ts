/* Messages about what would not fit. */
import type { Message } from "../message";
import { quote } from "../../text/wording";

interface Estimate {
  /** Of all weights. */
  readonly bytes: number;
  /** Of its largest node. */
  readonly parameters: number;
  readonly path: string;
}

const gigabytes = (bytes: number) => `${(bytes / 1e9).toPrecision(3)} GB`;

const needs = ({ bytes, parameters, path }: Estimate) =>
  `parameters, gradients and the optimiser's state would take ${gigabytes(bytes)} ` +
  `(${quote(path)} has ${parameters.toLocaleString("en")} parameters)`;

export const tooMuchMemory = (estimate: Estimate, most: number, raise: string): Message => ({
  message: `${needs(estimate)}, above the limit of ${gigabytes(most)}`,
  hint: `make it smaller; ${raise}`,
});

export const moreThanTheMachine = (estimate: Estimate, machine: number): Message => ({
  message: `${needs(estimate)}, and this machine has ${gigabytes(machine)} to give`,
  hint: `make it smaller, or train it elsewhere`,
});
