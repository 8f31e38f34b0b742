/** Every message of the compiler, as a function: what is wrong, and what to do. Where, the caller knows. */
export * from "./gates";
export * from "./layers";
export * from "./names";
export * from "./routes";
export * from "./targets";
export * from "./training";
export * from "./memory";
export * from "./values";
