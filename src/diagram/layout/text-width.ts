/*
 * How wide text is before anybody has set it: advances of Open Sans, in hundredths of the font's size, for the characters from
 * space to tilde. The other fonts of the drawing are no wider.
 */
// prettier-ignore
const regular = [26,26,40,65,57,83,73,22,29,29,55,57,26,32,26,37,57,57,57,57,57,57,57,57,57,57,26,26,57,57,57,43,90,63,65,63,73,56,52,73,74,28,27,61,52,90,75,78,60,78,62,55,55,73,60,92,58,56,57,33,37,33,57,44,28,56,61,48,61,56,34,54,61,25,25,53,25,93,61,60,61,61,41,48,36,61,50,77,52,50,47,38,55,38,57];
// prettier-ignore
const bold = [26,29,47,65,57,90,75,27,34,34,54,57,29,32,29,41,57,57,57,57,57,57,57,57,57,57,29,29,57,57,57,48,90,69,67,64,74,56,55,72,77,33,33,66,56,94,81,80,63,80,66,55,58,76,65,97,67,62,58,33,41,33,57,41,36,60,63,51,63,59,39,56,66,31,31,62,31,98,66,62,63,63,45,50,43,66,57,86,58,57,49,39,55,39,57];
/** Of other characters: those of most alphabets are narrower, ideographs as wide as high. */
const otherWidth = 62;
const widest = 100;

/** Pixels. */
export function textWidth(text: string, size: number, isBold = false): number {
  const widths = isBold ? bold : regular;
  let sum = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    sum += widths[code - 32] ?? (code < 0x1100 || (code > 0x2000 && code < 0x2e80) ? otherWidth : widest);
  }
  return (sum * size) / 100;
}
