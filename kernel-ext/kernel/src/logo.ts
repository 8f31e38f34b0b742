import type { KernelName } from "./command";

const colours: Readonly<Record<KernelName, { wall: string; tree: string }>> = {
  tslab: { wall: "#3178c6", tree: "#ffffff" },
  jslab: { wall: "#f7df1e", tree: "#2b2b2b" },
};

/** An espalier, in the language's colours: a trunk, and branches along a wall. JupyterLab shows it in its launcher. */
export function logo(name: KernelName): string {
  const { wall, tree } = colours[name];
  const branches = [20, 36, 52].map(
    (y) => `M32 ${y}C32 ${y - 8} 22 ${y - 8} 10 ${y - 8}M32 ${y}C32 ${y - 8} 42 ${y - 8} 54 ${y - 8}`,
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64">` +
    `<rect width="64" height="64" rx="6" fill="${wall}"/>` +
    `<path d="M32 58V8${branches.join("")}" fill="none" stroke="${tree}" stroke-width="4" stroke-linecap="round"/>` +
    `</svg>\n`
  );
}
