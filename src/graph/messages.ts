/** Every message of the compiler, as a function: what is wrong, and what to do. Where, the caller knows. */
export * from "./messages/layers";
export * from "./messages/names";
export * from "./messages/routes";
export * from "./messages/targets";
export * from "./messages/training";
export * from "./messages/memory";
