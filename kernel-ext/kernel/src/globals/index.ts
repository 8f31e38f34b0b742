/**
 * What cells find without an import. Its types, with what a reader sees on hover, are in `globals/index.d.ts` beside the
 * sources; the compiler holds the two together here.
 */
import type { HostServices } from "../host/services";
import { newDisplay } from "./display";
import { newProgress } from "./progress";
import { newQuestions } from "./questions";
import { Screen } from "./screen";
import { html, md, svg } from "./templates";

type Globals = Pick<
  typeof globalThis,
  | "display"
  | "clearOutput"
  | "prompt"
  | "confirm"
  | "alert"
  | "html"
  | "svg"
  | "md"
  | "progress"
  | "progressBar"
>;

function newGlobals(services: HostServices, screen: Screen): Globals {
  return {
    display: newDisplay(screen),
    clearOutput: ({ wait = false } = {}) => services.publish("clear_output", { wait }),
    ...newQuestions(services),
    html,
    svg,
    md,
    ...newProgress(screen),
  };
}

export function installGlobals(services: HostServices): Screen {
  const screen = new Screen(services);
  defineGlobals(newGlobals(services, screen));
  return screen;
}

/** Puts values where cells find them; a cell, or a package, may put its own there instead. */
export function defineGlobals(values: Partial<typeof globalThis>): void {
  for (const [name, value] of Object.entries(values) as [string, unknown][]) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true, enumerable: false });
  }
}
