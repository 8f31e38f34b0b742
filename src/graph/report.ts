import type { Problem } from "../spec/problem";
import type { Message } from "./message";

/** Collects problems; at one pointer only the first error counts, so that one slip is one problem. */
export class ProblemReport {
  readonly #problems: Problem[] = [];
  readonly #reported = new Set<string>();
  #errors = 0;

  /** `at` says whether the key at the end of the pointer is wrong, or its value. */
  error(pointer: string, message: Message, at: "key" | "value" = "value"): void {
    this.#errors += 1;
    this.#add("error", pointer, message, at);
  }

  warn(pointer: string, message: Message, at: "key" | "value" = "value"): void {
    this.#add("warning", pointer, message, at);
  }

  #add(
    severity: Problem["severity"],
    pointer: string,
    { message, hint }: Message,
    at: "key" | "value",
  ): void {
    // Several warnings may concern one place; several errors there follow from the first.
    const key = severity === "error" ? pointer : `${pointer}\n${message}`;
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    this.#problems.push({ pointer, message, hint, severity, ...(at === "key" && { key: true }) });
  }

  /** How many errors were reported so far, repeated ones included: no more than before means that all went well. */
  errors(): number {
    return this.#errors;
  }

  get problems(): Problem[] {
    return [...this.#problems];
  }
}
