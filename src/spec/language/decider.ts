/** Who decides on a route. */
export type RouteBy = ByHead | ByTag;

/** A head decides: the branch of its likeliest class. */
export interface ByHead {
  /** The head's name. */
  head: string;
}

/** A tag decides: the branch of the value that the sample has. */
export interface ByTag {
  /** The tag's name. */
  tag: string;
}
