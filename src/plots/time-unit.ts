/** The unit in which to write times up to `longest` seconds on an axis. */
export function timeUnit(longest: number): { readonly name: string; readonly perSecond: number } {
  if (longest < 2e-3) return { name: "µs", perSecond: 1e6 };
  if (longest < 2) return { name: "ms", perSecond: 1e3 };
  if (longest < 600) return { name: "s", perSecond: 1 };
  return { name: "min", perSecond: 1 / 60 };
}
