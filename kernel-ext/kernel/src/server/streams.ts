/** Text that goes out as one `stream` message. */
interface StreamText<Parent> {
  readonly parent: Parent;
  readonly name: string;
  readonly text: string;
}

interface Gathered<Parent> {
  readonly parent: Parent;
  readonly name: string;
  readonly texts: string[];
}

/** How long text waits for more. */
const patience = 10;
/** Units of text after which it waits no longer: front ends draw while the rest is still coming. */
const enough = 1 << 20;

/**
 * Gathers what is written in many small pieces: a front end handles some thousand messages a second, a loop writes a
 * hundred thousand. The order between streams is kept: text joins only what directly precedes it.
 */
export class StreamGatherer<Parent> {
  private waiting: Gathered<Parent>[] = [];
  private size = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly send: (stream: StreamText<Parent>) => void) {}

  write(parent: Parent, name: string, text: string): void {
    const last = this.waiting.at(-1);
    if (last?.parent === parent && last.name === name) last.texts.push(text);
    else this.waiting.push({ parent, name, texts: [text] });
    this.size += text.length;
    if (this.size >= enough) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), patience);
  }

  /** To be called before anything else is sent, so that nothing overtakes text that was written before it. */
  flush(): void {
    if (this.timer === undefined && this.waiting.length === 0) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    const gathered = this.waiting;
    this.waiting = [];
    this.size = 0;
    for (const { parent, name, texts } of gathered) this.send({ parent, name, text: texts.join("") });
  }
}
