/* What a test opens and nobody reads once it has ended. */
import { afterEach } from "vitest";

/** A function that takes note of what is opened, and gives it back; after each test of the calling file all is disposed of. */
export function disposedAfterEach(): <T extends { dispose(): void }>(one: T) => T {
  const open: { dispose(): void }[] = [];
  afterEach(() => {
    for (const one of open.splice(0)) one.dispose();
  });
  return (one) => {
    open.push(one);
    return one;
  };
}
