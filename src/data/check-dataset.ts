/* Misuse that TypeScript would refuse, from plain JavaScript. */
import { EspalierError } from "../errors";
import { refusePromise } from "../options";
import type { Dataset } from "./dataset";

/**
 * Refuses what is no dataset at all: nothing, a promise of one, a path, bare arrays.
 *
 * @param what who needs it, such as `train`
 * @throws EspalierError
 */
export function requireDataset(data: Dataset, what: string): void {
  const given: unknown = data;
  refusePromise(given, `${what} needs samples`, "what loads them");
  const parts = (typeof given === "object" && given !== null ? given : {}) as Record<string, unknown>;
  const size = parts["size"];
  const lacking = ["inputs", "labels", "tags"].filter(
    (key) => typeof parts[key] !== "object" || parts[key] === null,
  );
  if (Number.isInteger(size) && (size as number) >= 0 && lacking.length === 0) return;
  throw new EspalierError(`${what} needs samples, and this is ${kindOf(given)}`, {
    hint:
      typeof parts["train"] === "object" && typeof parts["test"] === "object"
        ? "give one of its two parts: .train or .test"
        : "make a dataset with data.fromArrays, data.loadFolder, data.loadIdx or data.loadTable",
  });
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return "a list";
  if (typeof value !== "object") return `a ${typeof value}`;
  const keys = Object.keys(value).slice(0, 8);
  return keys.length === 0
    ? "an object without size, inputs, labels and tags"
    : `an object of ${keys.join(", ")}`;
}
