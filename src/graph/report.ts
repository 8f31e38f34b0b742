import type { Problem } from "../spec/problem";
import type { Message } from "./message";

/** Collects problems; at one pointer only the first error counts, so that one slip is one problem. */
export class ProblemReport {
  readonly #problems: Problem[] = [];
  readonly #reported = new Set<string>();
  #errors = 0;

  error(pointer: string, message: Message): void {
    this.#errors += 1;
    this.#add("error", pointer, message);
  }

  warn(pointer: string, message: Message): void {
    this.#add("warning", pointer, message);
  }

  #add(severity: Problem["severity"], pointer: string, { message, hint }: Message): void {
    // Several warnings may concern one place; several errors there follow from the first.
    const key = severity === "error" ? pointer : `${pointer}\n${message}`;
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    this.#problems.push({ pointer, message, hint, severity });
  }

  /** How many errors were reported so far, repeated ones included: no more than before means that all went well. */
  errors(): number {
    return this.#errors;
  }

  get problems(): Problem[] {
    return [...this.#problems];
  }
}
