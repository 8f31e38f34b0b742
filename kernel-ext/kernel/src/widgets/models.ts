import { randomUUID } from "node:crypto";
import { separate } from "./buffers";
import type { CommManager } from "./comm-manager";
import type { Comm } from "./comm";
import { callEach } from "./listeners";
import { anywidget, Model } from "./model";
import { sourceText } from "./source-text";

/** The comms of widgets, and the one by which a page asks for all models: it was loaded anew, or is another one. */
export const widgetTarget = "jupyter.widget";
const controlTarget = "jupyter.widget.control";
const protocolVersion = "2.1.0";

/** All widgets of the kernel that are open. */
export class Models {
  private readonly models = new Map<string, Model>();

  constructor(
    private readonly comms: CommManager,
    private readonly showError: (error: unknown) => void,
  ) {
    comms.register(controlTarget, (comm) =>
      comm.onMessage(({ data }) => {
        if (data.method === "request_states") this.sendStates(comm);
      }),
    );
  }

  create({ esm, css, state = {} }: Jupyter.WidgetOptions<object>): Model {
    const program = {
      _esm: sourceText(esm),
      ...(css !== undefined && { _css: sourceText(css) }),
      // The page keeps one style sheet for each.
      _anywidget_id: randomUUID(),
    };
    const values = { ...state };
    for (const name of Object.keys(values)) refuseReserved(name, program);
    const whole = separate({ ...anywidget, ...program, ...values });
    const comm = this.comms.open(
      widgetTarget,
      { state: whole.state, buffer_paths: whole.paths },
      { metadata: { version: protocolVersion }, buffers: whole.buffers },
    );
    const model = new Model(comm, program, values);
    this.models.set(comm.id, model);
    comm.listeners.add("closed", () => this.models.delete(comm.id));
    comm.onMessage((message) => callEach(model.take(message), this.showError));
    comm.onClose(() => callEach(model.listeners.calls("close"), this.showError));
    return model;
  }

  private sendStates(comm: Comm): void {
    const { _model_name, _model_module, _model_module_version } = anywidget;
    const about = {
      model_name: _model_name,
      model_module: _model_module,
      model_module_version: _model_module_version,
    };
    const all = [...this.models.values()].map(({ id, whole }) => [id, { ...about, state: whole }] as const);
    const { state, paths, buffers } = separate(Object.fromEntries(all));
    comm.send({ method: "update_states", states: state, buffer_paths: paths }, { buffers });
  }
}

function refuseReserved(name: string, program: object): void {
  if (name in anywidget || name in program) {
    throw new TypeError(
      `"${name}" is a name of the widget protocol: give this part of the state another name`,
    );
  }
}
