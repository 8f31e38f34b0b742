/**
 * What of the kernel's own start would show in cells, and mislead packages that look at it: arguments that they would
 * take for the user's, a main module that is not the user's.
 */
export function hideKernel(): void {
  process.argv = [process.execPath, ""];
  Reflect.set(process, "mainModule", undefined);
}
