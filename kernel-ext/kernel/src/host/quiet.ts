/*
 * Node warns of features that may still change. Where the kernel itself uses one, that is no matter of the user's;
 * where a cell does, it is.
 */
let depth = 0;
let installed = false;

/** Runs machinery of the kernel: warnings of experimental features are not shown meanwhile. */
export function quietly<T>(run: () => T): T {
  install();
  depth += 1;
  try {
    return run();
  } finally {
    depth -= 1;
  }
}

function install(): void {
  if (installed) return;
  installed = true;
  const emit = process.emitWarning.bind(process) as (...parameters: unknown[]) => void;
  process.emitWarning = (...parameters: unknown[]) => {
    if (depth === 0 || !isExperimental(parameters)) emit(...parameters);
  };
}

function isExperimental([warning, type]: readonly unknown[]): boolean {
  return (
    type === "ExperimentalWarning" || (warning instanceof Error && warning.name === "ExperimentalWarning")
  );
}

/**
 * Shows warnings under the cell that caused them, in place of the kernel's own stderr, where nobody looks.
 *
 * @param show prints to the cell.
 */
export function showWarnings(show: (text: string) => void): void {
  process.removeAllListeners("warning");
  process.on("warning", (warning) => {
    show(`${warning.name}: ${warning.message}\n`);
  });
}
