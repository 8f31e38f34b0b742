/*
 * How much of a value goes to the front end. A notebook keeps what it is sent: megabytes of it make it slow for ever.
 */

/** Characters of text. */
export const mostText = 100_000;

/** Characters of one string in a text. */
export const mostString = 10_000;

/** Elements of one array, map or set in a text. */
export const mostElements = 100;

/** Properties and elements in a whole text. */
export const mostEntries = 2_000;

/** Bytes of a picture. */
export const mostPicture = 20_000_000;

/** Characters of the markup of an element. */
export const mostMarkup = 5_000_000;

/** Columns of a table, characters of one of its cells. */
export const mostColumns = 40;
export const mostCell = 200;

/** Of a table's rows so many are shown: all where they are few, else enough to see what they are like. */
export function shownRows(count: number): number {
  return count <= 60 ? count : 20;
}
