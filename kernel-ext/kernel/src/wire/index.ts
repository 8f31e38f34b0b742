export type * from "./contract";
export { newEcho } from "./echo";
export { BindError } from "./listen";
export { newPublisher } from "./publisher";
export { newRouter } from "./router";
export { Strangers } from "./strangers";
