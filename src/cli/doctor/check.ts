/** What the doctor says about one thing. */
export interface DoctorCheck {
  /** What it is about: `Node`, `backend`, `kernel`, … */
  readonly name: string;
  /** `broken`: it is there but does not work. */
  readonly state: "found" | "missing" | "broken";
  /** Whether the library can run at all without it. */
  readonly required: boolean;
  /** What was found (versions, paths), or what is lacking. One line. */
  readonly detail: string;
  /** What to do, one line; absent where nothing needs to be done. */
  readonly advice?: string;
}

/** All of it, as `espalier doctor --json` prints it. */
export interface DoctorReport {
  /** Whether everything that is required was found. */
  readonly works: boolean;
  readonly checks: readonly DoctorCheck[];
}
