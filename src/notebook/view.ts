import { inspect } from "node:util";
import { displaySymbol, type Displayable, type MimeBundle } from "./mime";

/**
 * Something made to be looked at: rich as the result of a cell or under `show`, plain text under `console.log`.
 */
export class View implements Displayable {
  constructor(private readonly bundle: MimeBundle) {}

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
