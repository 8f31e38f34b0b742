/**
 * Calls back when the front end that started the kernel is gone (killed, crashed): Jupyter names its process in
 * JPY_PARENT_PID. Without this a training would go on for hours for nobody.
 */
export function watchParent(onGone: () => void, environment = process.env): void {
  if (!environment.JPY_PARENT_PID) return;
  const parent = process.ppid;
  // On Windows the variable holds a handle that only Python can use.
  const windows = process.platform === "win32";
  if (!windows && Number(environment.JPY_PARENT_PID) !== parent) return;
  const timer = setInterval(() => {
    if (windows ? lives(parent) : process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, 1_000);
}

/** Windows gives a process no new parent: only asking for the old one tells. */
function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
