/*
 * Comms and widgets: what cells and the page of a front end say to each other.
 */
declare namespace Jupyter {
  /** Raw bytes: typed arrays, `Buffer`, `DataView`, `ArrayBuffer`. */
  type Bytes = ArrayBufferLike | ArrayBufferView;

  interface CommMessage {
    /** What was sent, as JSON has it. */
    readonly data: { readonly [name: string]: unknown };
    readonly metadata: { readonly [name: string]: unknown };
    /** Bytes that came beside it. */
    readonly buffers: readonly Uint8Array[];
  }

  interface CommOptions {
    metadata?: { readonly [name: string]: unknown };
    /** Bytes that go beside the data: JSON cannot hold them. */
    buffers?: readonly Bytes[];
  }

  /** One line of talk between the kernel and the page. */
  interface Comm {
    readonly id: string;
    /** What it is for: the name under which the other side knows it. */
    readonly target: string;
    readonly isOpen: boolean;
    /**
     * Sends an object.
     *
     * @throws TypeError if JSON cannot hold it
     * @throws Error if the comm is closed
     */
    send(data?: { readonly [name: string]: unknown }, options?: CommOptions): void;
    /**
     * Calls a function with each message of the page. What it prints belongs to that message; until it has ended, an async
     * one too, the kernel takes up nothing else.
     */
    onMessage(handler: (message: CommMessage) => unknown): void;
    /** Calls a function when the page closes the comm. */
    onClose(handler: (message: CommMessage) => unknown): void;
    /** Ends it for both sides. */
    close(data?: { readonly [name: string]: unknown }, options?: CommOptions): void;
  }

  interface WidgetOptions<State extends object> {
    /**
     * The widget's program in the page, a module of JavaScript: `export default { render({ model, el }) { … } }`. Its text,
     * its web address, or its file (`./counter.js`, `new URL(…)`). See https://anywidget.dev/en/afm/
     */
    esm: string | { readonly href: string };
    /** A style sheet for it, in the same forms. */
    css?: string | { readonly href: string };
    /** The values that kernel and page share. They may hold bytes, and whatever JSON can hold. */
    state?: State;
  }

  interface MessageHandler {
    /** What the page sends is known to its program alone: say it at the parameter, `(content: { kind: string }) => …`. */
    handle(content: unknown, buffers: readonly Uint8Array[]): unknown;
  }

  /** A widget: state that the kernel and the page share, and what the page makes of it. */
  interface Widget<State extends object = object> {
    /** Its name in the protocol: `model_id`. */
    readonly id: string;
    /** A value of the state, as the kernel or the page has set it last. */
    get<Name extends keyof State & string>(name: Name): State[Name];
    /** Changes a value, here and in the page at once. */
    set<Name extends keyof State & string>(name: Name, value: State[Name]): void;
    /** Changes several values together. */
    set(values: Partial<State>): void;
    /** Sends values again (all without names): after a change inside of one of them, of an array say. */
    save(...names: readonly (keyof State & string)[]): void;
    /** Sends the page a message: there `model.on("msg:custom", (content, buffers) => …)` gets it. */
    send(content: unknown, buffers?: readonly Bytes[]): void;
    /** Calls a function when this value has changed, here or in the page. */
    on<Name extends keyof State & string>(
      event: `change:${Name}`,
      handler: (value: State[Name], before: State[Name]) => unknown,
    ): void;
    /** Calls a function when any values have changed. */
    on(event: "change", handler: (changed: Partial<State>) => unknown): void;
    /** Calls a function with each message that the page sends: `model.send(content, undefined, buffers)` there. */
    on(event: "msg:custom", handler: MessageHandler["handle"]): void;
    /** Calls a function when the page closes the widget. */
    on(event: "close", handler: () => unknown): void;
    /** Takes a function away again that `on` was given; without one, all of the event. */
    off(event: string, handler?: (...values: never[]) => unknown): void;
    /** Takes the widget off the page. */
    close(): void;
  }
}

/** Talk with the page of the front end: what widgets are made of, and what extensions of JupyterLab understand. */
declare namespace comms {
  /**
   * Opens a comm to the page. A front end that does not know the target closes it again.
   *
   * @param target the name under which something in the page waits for it
   */
  function open(
    target: string,
    data?: { readonly [name: string]: unknown },
    options?: Jupyter.CommOptions,
  ): Jupyter.Comm;
  /**
   * Says what is done with comms that the page opens under a name. The last one that was registered counts.
   *
   * @param opened is given the comm, and the message that came with it
   */
  function register(
    target: string,
    opened: (comm: Jupyter.Comm, message: Jupyter.CommMessage) => unknown,
  ): void;
}

/**
 * Makes a widget: a program that runs in the page and shares its state with the kernel. It shows itself as the last value of
 * a cell, or by `display(…)`. The front end needs the package anywidget (https://anywidget.dev).
 *
 * @throws TypeError for names of the protocol in the state (`_esm` …), and what cannot be sent
 * @example
 * const counter = widget({
 *   state: { count: 0 },
 *   esm: `export default {
 *     render({ model, el }) {
 *       const button = document.createElement("button");
 *       const show = () => (button.textContent = "count: " + model.get("count"));
 *       button.onclick = () => { model.set("count", model.get("count") + 1); model.save_changes(); };
 *       model.on("change:count", show);
 *       show();
 *       el.append(button);
 *     },
 *   };`,
 * });
 * counter.on("change:count", (count) => console.log(count.toFixed()));
 * counter.set("count", 10);
 */
declare function widget<State extends object = object>(
  options: Jupyter.WidgetOptions<State>,
): Jupyter.Widget<State>;
