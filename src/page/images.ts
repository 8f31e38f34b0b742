import { notice } from "./html";

/** The types of pictures that a page holds. A browser runs nothing of them in an `<img>`, SVG's scripts neither. */
const types = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"] as const;

export const imageTypes: readonly string[] = types;

/**
 * The address of a picture that stands in the page itself.
 *
 * @param content base64; line breaks in it are allowed in a notebook, not in an address
 * @returns nothing where the type is none of a picture, or the content is not base64: it could leave its attribute
 */
export function imageAddress(mime: string, content: string): string | undefined {
  const base64 = content.replace(/\s+/g, "");
  if (!imageTypes.includes(mime) || base64 === "" || /[^A-Za-z0-9+/=]/.test(base64)) return undefined;
  return `data:${mime};base64,${base64}`;
}

export function svgAddress(svg: string): string {
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
}

export function image(mime: string, content: string): string {
  const address = imageAddress(mime, content);
  return address ? `<img alt="" src="${address}">` : notice(`${mime} that is not base64 cannot be shown`);
}
