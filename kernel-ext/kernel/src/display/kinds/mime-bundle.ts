import { asBundle } from "../bundle";
import type { Kind } from "../kind";
import { isPlainObject } from "../plain-object";

/** A plain object whose keys are media types. */
export const mimeBundle: Kind = {
  name: "forms by media type",
  show: (value) => (isPlainObject(value) ? asBundle(value) : undefined),
};
