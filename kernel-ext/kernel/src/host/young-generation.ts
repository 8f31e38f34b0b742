import { setFlagsFromString } from "node:v8";

let small = false;

/**
 * What is made while the kernel gets ready is kept: it need not be given the room that V8 makes for values that die young, and
 * never takes back (25 MB of an idle kernel). To be called when the other threads run: each that starts resets this.
 */
export function keepYoungGenerationSmall(): void {
  small = true;
  setFlagsFromString("--semi-space-growth-factor=1");
}

/** Cells get that room as in any other program: 2 is V8's own factor. */
export function letYoungGenerationGrow(): void {
  if (small) setFlagsFromString("--semi-space-growth-factor=2");
  small = false;
}
