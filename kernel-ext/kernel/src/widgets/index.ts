/**
 * Comms and widgets: how cells and pages talk to each other. Its types, with what a reader sees on hover, are in
 * `globals/widgets.d.ts`.
 */
import type { CommRequest } from "../bridge/messages";
import type { HostServices } from "../host/services";
import { CommManager } from "./comm-manager";
import { Models, widgetTarget } from "./models";

export interface Widgets {
  /**
   * A message of a page.
   *
   * @throws Interrupted
   */
  handle(request: CommRequest): Promise<void>;
  /** The kernel ends. */
  close(): void;
  /** What cells find. */
  readonly globals: Pick<typeof globalThis, "comms" | "widget">;
}

/** @param showError shows an error of a handler where its output goes. */
export function newWidgets(services: HostServices, showError: (error: unknown) => void): Widgets {
  const manager = new CommManager(services, showError);
  const models = new Models(manager, showError);
  return {
    handle: (request) => manager.handle(request),
    // A widget that is on a page stays there, as a picture of its last state.
    close: () => manager.closeAll(widgetTarget),
    globals: {
      comms: {
        open: (target, data, options) => manager.open(target, data, options),
        register: (target, opened) => manager.register(target, opened),
      },
      widget: (<State extends object>(options: Jupyter.WidgetOptions<State>) =>
        models.create(options)) as typeof globalThis.widget,
    },
  };
}
