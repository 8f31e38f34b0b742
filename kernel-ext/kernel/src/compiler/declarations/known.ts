/*
 * What later cells know of earlier ones. The newest declaration of a name wins; a value does not take away the type of its
 * name, nor a type the value.
 */
import { type Entry, entriesOf, globalNames } from "./entries";
import { meaning } from "./meaning";

/** What one cell declares. */
export interface CellDeclarations {
  /** As a .d.ts. */
  readonly text: string;
  readonly meanings: ReadonlyMap<string, number>;
}

export class KnownDeclarations {
  #entries: readonly Entry[] = [];
  /** All of it, as the .d.ts that stands around the next cell. */
  #text = "";

  /** Without what a cell declares anew for the whole world: two such declarations would contradict each other. */
  textFor(code: string): string {
    const again = globalNames(code);
    if (again.size === 0) return this.#text;
    const kept = this.#entries.filter(({ name }) => name === undefined || !again.has(name));
    return kept.map((entry) => entry.text).join("\n");
  }

  /** @param initialised - the values that exist; `undefined`: all. Names without a value stay what they were. */
  add(cell: CellDeclarations, initialised?: ReadonlySet<string>): void {
    const added = entriesOf(cell.text, cell.meanings).filter(
      (entry) =>
        initialised === undefined ||
        entry.name === undefined ||
        (entry.meaning & meaning.value) === 0 ||
        initialised.has(entry.name),
    );
    const covered = new Map<string, number>();
    for (const { name, meaning: bits } of added) {
      if (name !== undefined) covered.set(name, (covered.get(name) ?? 0) | bits);
    }
    const texts = new Set(added.map((entry) => entry.text));
    const kept = this.#entries.flatMap((entry) => {
      if (entry.name === undefined) return texts.has(entry.text) ? [] : [entry];
      const rest = entry.meaning & ~(covered.get(entry.name) ?? 0);
      if (rest === entry.meaning) return [entry];
      return rest & meaning.value ? [valueOnly(entry.name)] : [];
    });
    const all = dedupe([...kept, ...added]);
    // References count at the top only.
    const isReference = ({ name, text }: Entry): boolean => name === undefined && text.startsWith("///");
    this.#entries = [...all.filter(isReference), ...all.filter((entry) => !isReference(entry))];
    this.#text = this.#entries.map((entry) => entry.text).join("\n");
  }
}

/** A class whose name became another type: the value is still there, but nothing can name what it is. */
function valueOnly(name: string): Entry {
  return { name, meaning: meaning.value, text: `declare let ${name}: any;` };
}

function dedupe(entries: readonly Entry[]): Entry[] {
  const seen = new Set<string>();
  return entries.filter((entry) => (seen.has(entry.text) ? false : seen.add(entry.text)));
}
