import { AsyncLocalStorage } from "node:async_hooks";
import type { JsonObject, Publication, RequestId } from "../../../kernel-ext/kernel/src/bridge/messages";
import type { HostServices } from "../../../kernel-ext/kernel/src/host/services";

export interface Published {
  readonly type: Publication["type"];
  readonly content: JsonObject;
  readonly request: RequestId | undefined;
  readonly metadata?: JsonObject;
  readonly buffers?: readonly Uint8Array[];
}

/** A host that keeps what is published, and answers questions with what it was given. */
export class Recorder implements HostServices {
  readonly published: Published[] = [];
  readonly asked: { question: string; password: boolean | undefined }[] = [];
  private readonly requests = new AsyncLocalStorage<RequestId>();

  constructor(private readonly answer: () => string | undefined = () => undefined) {}

  get request(): RequestId | undefined {
    return this.requests.getStore();
  }

  publish: HostServices["publish"] = (type, content, extra = {}) => {
    const { request = this.request, ...rest } = extra;
    this.published.push({ type, request, ...structuredClone({ content, ...rest }) });
  };

  ask(question: string, { password }: { readonly password?: boolean } = {}): string | undefined {
    this.asked.push({ question, password });
    return this.answer();
  }

  within<T>(request: RequestId, run: () => T): T {
    return this.requests.run(request, run);
  }

  /** Of the last publication. */
  get data(): Readonly<Record<string, unknown>> {
    return this.published.at(-1)!.content.data as Readonly<Record<string, unknown>>;
  }

  get types(): readonly string[] {
    return this.published.map(({ type }) => type);
  }
}
