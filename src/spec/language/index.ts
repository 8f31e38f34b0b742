/** The language as types: the one source of the schemas. */
export * from "./decider";
export * from "./experiment";
export * from "./graph";
export * from "./layers";
export * from "./metrics";
export * from "./own";
export * from "./training";
