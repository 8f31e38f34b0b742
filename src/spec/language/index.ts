/** The language as types: the one source of the schemas. */
export * from "./decider";
export * from "./experiment";
export * from "./gate";
export * from "./graph";
export * from "./layers";
export * from "./losses";
export * from "./metrics";
export * from "./optimizers";
export * from "./routing";
export * from "./scheduled";
export * from "./training";
