/*
 * A text in which pieces are taken out or put in, and where its places are afterwards.
 */

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Put in at the end of a piece, it is part of the piece. */
  readonly isInner?: boolean;
}

export class Edits {
  readonly #edits: Edit[] = [];

  constructor(readonly text: string) {}

  delete(start: number, end: number): void {
    if (end > start) this.#edits.push({ start, end, text: "" });
  }

  /** Blanks before it go as well. */
  deleteWithBlanks(start: number, end: number): void {
    let from = start;
    while (/[ \t]/.test(this.text[from - 1] ?? "")) from--;
    this.delete(from, end);
  }

  insert(position: number, text: string): void {
    this.#edits.push({ start: position, end: position, text });
  }

  /** As `insert`, but part of what ends there. */
  insertInside(position: number, text: string): void {
    this.#edits.push({ start: position, end: position, text, isInner: true });
  }

  replace(start: number, end: number, text: string): void {
    this.#edits.push({ start, end, text });
  }

  apply(): Edited {
    const sorted = this.#edits
      .map((edit, index) => ({ edit, index }))
      .sort(
        ({ edit: a, index: m }, { edit: b, index: n }) =>
          a.start - b.start ||
          Number(b.isInner ?? false) - Number(a.isInner ?? false) ||
          a.end - b.end ||
          m - n,
      );
    const pieces: string[] = [];
    const shifts: Shift[] = [];
    let done = 0;
    let length = 0;
    let last = "";
    const add = (piece: string): void => {
      if (piece === "") return;
      pieces.push(piece);
      length += piece.length;
      last = piece.at(-1) ?? last;
    };
    for (const { edit } of sorted) {
      add(this.text.slice(done, edit.start));
      const start = Math.max(done, edit.start);
      const end = Math.max(done, edit.end);
      const before = length;
      add(edit.text);
      const isGlued = edit.text === "" && end > start && wouldGlue(last, this.text[end] ?? "");
      if (isGlued) add(" ");
      shifts.push({ start, end, before, after: length, isInner: edit.isInner ?? false });
      done = end;
    }
    add(this.text.slice(done));
    return new Edited(pieces.join(""), shifts);
  }
}

interface Shift {
  /** In the text as it was. */
  readonly start: number;
  readonly end: number;
  /** In the new text, of what stands in its place. */
  readonly before: number;
  readonly after: number;
  readonly isInner: boolean;
}

export class Edited {
  constructor(
    readonly text: string,
    private readonly shifts: readonly Shift[],
  ) {}

  /** What has become of a piece: what was put in at its very ends, not inside, is not part of it. */
  slice(start: number, end: number): string {
    return this.text.slice(this.placeOf(start, true), this.placeOf(end, false));
  }

  private placeOf(position: number, isStart: boolean): number {
    // The last edit before the place: what ends there is before a start, what begins there is behind an end.
    let low = 0;
    let high = this.shifts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const { start, end, isInner } = this.shifts[middle]!;
      const isBefore = isStart ? end <= position : start < position || (isInner && start === position);
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    const last = this.shifts[low - 1];
    return last ? last.after + Math.max(0, position - last.end) : position;
  }
}

/** Two characters that would be read as one token, or as the beginning of a comment. */
function wouldGlue(before: string, after: string): boolean {
  if (/[\w$\u0080-\uffff]/.test(before) && /[\w$\u0080-\uffff]/.test(after)) return true;
  return (before === after && /[-+/]/.test(before)) || (before === "/" && after === "*");
}
