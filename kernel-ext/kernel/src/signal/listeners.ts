/*
 * Listeners for SIGINT that user code adds. With the first of them Node switches libuv's handling of the signal on, with
 * the last one off, and off means that the signal ends the process: both take it away from the signal thread. So
 * Node is not told of them. They stay listeners as any others, and the kernel calls them.
 */

type Hook = (event: string | symbol, listener: (...parameters: unknown[]) => void) => void;

/** Without the list of events that the typings know. */
interface Emitter {
  on(event: string, listener: Hook): void;
  off(event: string, listener: Hook): void;
  listeners(event: string): Hook[];
}

/** @param onChange is told how many there are from now on. */
export function keepSigintToOurselves(onChange: (listeners: number) => void): void {
  const emitter = process as unknown as Emitter;
  const hide = (hookEvent: "newListener" | "removeListener", change: number): void => {
    for (const hook of emitter.listeners(hookEvent)) {
      emitter.off(hookEvent, hook);
      emitter.on(hookEvent, (event, listener) => {
        if (event !== "SIGINT") hook.call(process, event, listener);
      });
    }
    emitter.on(hookEvent, (event) => {
      if (event !== "SIGINT") return;
      // `newListener` comes before the listener is there, `removeListener` after it is gone.
      onChange(process.listenerCount("SIGINT") + change);
    });
  };
  hide("newListener", 1);
  hide("removeListener", 0);
}
