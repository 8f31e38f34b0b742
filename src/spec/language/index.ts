/** The language as types: the one source of the schemas. */
export * from "./decider";
export * from "./experiment";
export * from "./gate";
export * from "./graph";
export * from "./layers";
export * from "./layers-augmentation";
export * from "./layers-conditional";
export * from "./layers-images";
export * from "./layers-scaling";
export * from "./layers-selection";
export * from "./layers-sequences";
export * from "./metrics";
export * from "./own";
export * from "./routing";
export * from "./scheduled";
export * from "./training";
