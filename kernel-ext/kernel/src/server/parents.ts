import type { RequestId } from "../bridge/messages";
import type { Frames } from "../wire/contract";
import type { Request } from "./message";

/** What is kept of a request for what may come of it long after its reply: late output, questions. */
interface Origin {
  readonly header: Uint8Array;
  readonly envelope: Frames;
  /** Its output is not shown. */
  readonly silent: boolean;
  /** The number of the cell under which its result is recorded, if it is. */
  readonly line: number | undefined;
}

/** A timer of a cell that ran so many requests ago is hardly still awaited by anybody. */
const kept = 10_000;

/** The requests of which something may still come, the newest of them. */
export class Parents {
  private readonly origins = new Map<RequestId, Origin>();

  remember({ id, header, envelope }: Request, cell: Partial<Pick<Origin, "silent" | "line">> = {}): void {
    this.origins.set(id, { header, envelope, silent: cell.silent ?? false, line: cell.line });
    if (this.origins.size > kept) this.origins.delete(this.origins.keys().next().value!);
  }

  of(id: RequestId | undefined): Origin | undefined {
    return id === undefined ? undefined : this.origins.get(id);
  }
}
