import { asBundle } from "../bundle";
import type { Kind } from "../kind";

/** A plain object whose keys are media types. */
export const mimeBundle: Kind = {
  name: "forms by media type",
  show(value) {
    const prototype: unknown = Object.getPrototypeOf(value);
    return prototype === Object.prototype || prototype === null ? asBundle(value) : undefined;
  },
};
