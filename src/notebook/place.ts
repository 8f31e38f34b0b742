import { EspalierError } from "../errors";

/** A place in a JSON file, as errors name it: the file and an RFC 6901 pointer. */
export interface Place {
  /** One step deeper. */
  to(key: string | number): Place;
  error(what: string, hint?: string): EspalierError;
}

export function placeIn(file: string, pointer = ""): Place {
  return {
    to: (key) => placeIn(file, `${pointer}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`),
    error: (what, hint = "open the notebook in Jupyter and save it again, or take out that part") =>
      new EspalierError(what, { where: pointer === "" ? file : `${file} ${pointer}`, hint }),
  };
}

/** @throws EspalierError where the value is neither a text nor a list of lines */
export function checkText(value: unknown, place: Place, what: string): void {
  if (typeof value === "string" || isTexts(value)) return;
  throw place.error(`${what} must be a text, or a list of its lines`);
}

/** @throws EspalierError where the value is no list of texts */
export function checkTexts(value: unknown, place: Place, what: string): void {
  if (!isTexts(value)) throw place.error(`${what} must be a list of texts`);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((line) => typeof line === "string");
}
