/*
 * A network as a picture, in three steps that can each be looked at: what is shown (`pictureOf`), where it stands (`layoutOf`),
 * how it looks (`paint`). Fit for a browser.
 */
export type { Layout, Placed, Point, Stroke, Wire } from "./layout/layout";
export { layoutOf } from "./layout/nest";
export { pictureOf, type PictureOptions } from "./model";
export type * from "./model/picture";
export { paint, type ThemeName } from "./paint";
