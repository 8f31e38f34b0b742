import type { Verb } from "./verb";

/** `espalier doctor`: what is there, and what to do about what is not. */
export const doctor: Verb<undefined, { readonly json?: boolean }> = {
  place: 6,
  summary: "say what is there, and what to do about what is not; exit 1 if Espalier cannot run here",
  options: [{ flags: "--json", what: "as JSON" }],
  run: async (_, options) => {
    const { doctorCommand } = await import("../doctor/index.js");
    return doctorCommand(options);
  },
};
