/** Code that no interrupt ends; what it waits for is gone as soon as the kernel is. */
export const untilTheKernelEnds = `require("node:child_process").execFileSync(process.execPath, ["-e",
  "const parent = process.ppid; setInterval(() => process.ppid === parent || process.exit(), 100)"]);`;
