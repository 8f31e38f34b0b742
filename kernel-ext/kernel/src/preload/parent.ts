/**
 * Ends the kernel when the front end that started it is gone (killed, crashed): Jupyter names its
 * process in JPY_PARENT_PID. Without this a training would go on for hours for nobody.
 */
export function endWithParent(): void {
  const parent = Number(process.env.JPY_PARENT_PID);
  if (!Number.isInteger(parent) || parent !== process.ppid) return;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, 1000).unref();
}
