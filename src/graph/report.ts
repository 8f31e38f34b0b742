import { limit } from "../limits";
import { listed } from "../spec/listed";
import type { Problem } from "../spec/problem";
import type { Message } from "./message";

/** A message, or how to make it: one that names the nearest of ten thousand names is made only if it is listed. */
type Wording = Message | (() => Message);

/** Collects problems; at one pointer only the first error counts, so that one slip is one problem. */
export class ProblemReport {
  readonly #problems: Problem[] = [];
  readonly #most = limit("problems");
  readonly #unlisted = { errors: 0, warnings: 0 };
  #listedErrors = 0;
  readonly #reported = new Set<string>();
  #errors = 0;

  /** `at` says whether the key at the end of the pointer is wrong, or its value. */
  error(pointer: string, message: Wording, at: "key" | "value" = "value"): void {
    this.#errors += 1;
    this.#add("error", pointer, message, at);
  }

  warn(pointer: string, message: Wording, at: "key" | "value" = "value"): void {
    this.#add("warning", pointer, message, at);
  }

  #add(severity: Problem["severity"], pointer: string, wording: Wording, at: "key" | "value"): void {
    const kind = severity === "error" ? "errors" : "warnings";
    const full = severity === "error" ? this.#listedErrors : this.#problems.length;
    if (full >= this.#most) {
      // Several at one place are still one where they are only counted.
      if (!this.#reported.has(pointer)) this.#unlisted[kind] += 1;
      this.#reported.add(pointer);
      return;
    }
    const { message, hint } = typeof wording === "function" ? wording() : wording;
    // Several warnings may concern one place; several errors there follow from the first.
    const key = severity === "error" ? pointer : `${pointer}\n${message}`;
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    if (severity === "error") this.#listedErrors += 1;
    this.#problems.push({ pointer, message, hint, severity, ...(at === "key" && { key: true }) });
  }

  /** How many errors were reported so far, repeated ones included: no more than before means that all went well. */
  errors(): number {
    return this.#errors;
  }

  /** At most as many as may be listed, and one that counts the others. */
  get problems(): Problem[] {
    return listed(this.#problems, this.#unlisted);
  }
}
