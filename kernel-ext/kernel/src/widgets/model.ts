import { inspect, isDeepStrictEqual } from "node:util";
import { displaySymbol } from "../display";
import { inFormOf, putBack, separate, type BufferPath } from "./buffers";
import type { Comm } from "./comm";
import { Listeners, type Listener } from "./listeners";

type State = Readonly<Record<string, unknown>>;

/** What every model of anywidget says of itself. Any version that the page has will do: they all take the same. */
export const anywidget = {
  _model_module: "anywidget",
  _model_module_version: "0",
  _model_name: "AnyModel",
  _view_module: "anywidget",
  _view_module_version: "0",
  _view_name: "AnyView",
  _view_count: null,
} as const;

/** What a page says to a model. */
interface FromPage {
  readonly method?: unknown;
  readonly state?: unknown;
  readonly buffer_paths?: unknown;
  readonly content?: unknown;
}

const echoes = !["no", "n", "false", "off", "0", "0.0"].includes(
  (process.env.JUPYTER_WIDGETS_ECHO ?? "true").toLowerCase(),
);

/** A widget's state, the kernel's end of it. */
export class Model implements Jupyter.Widget<Record<string, unknown>> {
  readonly listeners = new Listeners();
  private readonly values: Map<string, unknown>;

  /** @param hidden what the page needs besides the state: the widget's program. */
  constructor(
    private readonly comm: Comm,
    private readonly hidden: State,
    state: State,
  ) {
    this.values = new Map(Object.entries(state));
  }

  get id(): string {
    return this.comm.id;
  }

  /** All of it, as the page has it. */
  get whole(): State {
    return { ...anywidget, ...this.hidden, ...Object.fromEntries(this.values) };
  }

  get(name: string): unknown {
    return this.values.get(name);
  }

  set(names: string | State, value?: unknown): void {
    const given = typeof names === "string" ? { [names]: value } : names;
    const changed = Object.entries(given).filter(([name, next]) => isNew(this.values.get(name), next));
    if (changed.length === 0) return;
    const calls = this.put(changed);
    this.sendState(Object.fromEntries(changed));
    for (const call of calls) call();
  }

  save(...names: readonly string[]): void {
    const chosen =
      names.length > 0 ? names.map((name) => [name, this.values.get(name)] as const) : this.values;
    this.sendState(Object.fromEntries(chosen));
  }

  send(content: unknown, buffers: readonly Jupyter.Bytes[] = []): void {
    this.comm.send({ method: "custom", content }, { buffers });
  }

  on(event: string, handler: Listener): void {
    this.listeners.add(event, handler);
  }

  off(event: string, handler?: Listener): void {
    this.listeners.remove(event, handler);
  }

  close(): void {
    this.comm.close();
  }

  /** A message of the page: what is to be called because of it. */
  take({ data, buffers }: Jupyter.CommMessage): readonly (() => unknown)[] {
    const { method, state, buffer_paths: paths, content }: FromPage = data;
    switch (method) {
      case "update":
        return this.update({ ...(state as State) }, (paths ?? []) as readonly BufferPath[], buffers);
      case "request_state":
        this.sendState(this.whole);
        return [];
      case "custom":
        return this.listeners.calls("msg:custom", content, buffers);
      default:
        return [];
    }
  }

  [displaySymbol](): Record<string, unknown> {
    const text = { "text/plain": inspect(this) };
    if (!this.comm.isOpen) return text;
    const view = { version_major: 2, version_minor: 0, model_id: this.id };
    return { ...text, "application/vnd.jupyter.widget-view+json": view };
  }

  [inspect.custom](): string {
    const closed = this.comm.isOpen ? "" : " (closed)";
    return `Widget${closed} ${inspect(Object.fromEntries(this.values), { breakLength: 100, maxArrayLength: 10 })}`;
  }

  /** The page has changed values. Other pages that show the model are told at once, or they would show old ones. */
  private update(
    state: Record<string, unknown>,
    paths: readonly BufferPath[],
    buffers: readonly Uint8Array[],
  ): readonly (() => unknown)[] {
    putBack(state, paths, buffers);
    if (echoes) this.sendState(state, "echo_update");
    const own = Object.entries(state).filter(([name]) => !(name in anywidget) && !(name in this.hidden));
    const known = own.map(([name, value]) => [name, inFormOf(this.values.get(name), value)] as const);
    return this.put(known.filter(([name, value]) => !isDeepStrictEqual(this.values.get(name), value)));
  }

  private put(changed: readonly (readonly [string, unknown])[]): readonly (() => unknown)[] {
    const before = changed.map(([name]) => this.values.get(name));
    for (const [name, value] of changed) this.values.set(name, value);
    const calls = changed.flatMap(([name, value], index) =>
      this.listeners.calls(`change:${name}`, value, before[index]),
    );
    return changed.length > 0
      ? [...calls, ...this.listeners.calls("change", Object.fromEntries(changed))]
      : [];
  }

  private sendState(changed: State, method: "update" | "echo_update" = "update"): void {
    const { state, paths, buffers } = separate(changed);
    this.comm.send({ method, state, buffer_paths: paths }, { buffers });
  }
}

/** Whether setting a value changes anything. What is inside of an object may have changed since it was set. */
function isNew(before: unknown, next: unknown): boolean {
  return (typeof next === "object" && next !== null) || !Object.is(before, next);
}
