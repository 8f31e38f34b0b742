import { inspect } from "node:util";
import { visible } from "../visible";
import { displaySymbol, type Displayable, type MimeBundle } from "./mime";

/**
 * Something made to be looked at: rich as the result of a cell or under `show`, plain text under `console.log`.
 */
export class View implements Displayable {
  private readonly bundle: MimeBundle;

  constructor(bundle: MimeBundle) {
    // It is full of names from files, and terminals print it.
    this.bundle = { ...bundle, "text/plain": visible(bundle["text/plain"]) };
  }

  [displaySymbol](): MimeBundle {
    return this.bundle;
  }

  [inspect.custom](): string {
    return this.bundle["text/plain"];
  }

  toString(): string {
    return this.bundle["text/plain"];
  }
}
