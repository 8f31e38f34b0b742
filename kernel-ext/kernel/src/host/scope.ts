/*
 * The names that cells share: each is a property of one object, an accessor of the local variable of the cell that declared it.
 */

/** What some names were before a cell ran, to see what it made of them if it fails. */
export class Names {
  private readonly before: readonly (readonly [string, PropertyDescriptor | undefined])[];

  constructor(
    private readonly scope: object,
    names: readonly string[],
  ) {
    this.before = names.map((name) => [name, Object.getOwnPropertyDescriptor(scope, name)]);
  }

  /**
   * After a failure: names that have a value stay; those that never got one are again what they were.
   *
   * @returns the names that have a value.
   */
  settle(): ReadonlySet<string> {
    const initialised = new Set<string>();
    for (const [name, before] of this.before) {
      const now = Object.getOwnPropertyDescriptor(this.scope, name);
      if (!now || isSame(now, before)) continue;
      if (hasValue(this.scope, name)) initialised.add(name);
      else if (before) Object.defineProperty(this.scope, name, before);
      else Reflect.deleteProperty(this.scope, name);
    }
    return initialised;
  }
}

function isSame(one: PropertyDescriptor, other: PropertyDescriptor | undefined): boolean {
  return one.get === other?.get && one.value === other?.value;
}

/** A variable that was not reached cannot be read. */
function hasValue(scope: object, name: string): boolean {
  try {
    Reflect.get(scope, name);
    return true;
  } catch {
    return false;
  }
}
