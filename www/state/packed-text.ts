import { deflate, inflateText } from "./deflate";

// Text that was small enough to be linked is never larger than this; anything else is a crafted link.
const longestText = 1_000_000;
/** A link is written often, and its texts seldom change. */
const mostKnown = 8;
const known = new Map<string, string>();

/** A text in letters that links may have; undefined where that has more than `longest` characters. */
export async function pack(text: string, longest: number): Promise<string | undefined> {
  if (text.length > longestText) return undefined;
  const packed = known.get(text) ?? encode(await deflate(new TextEncoder().encode(text)));
  known.delete(text);
  known.set(text, packed);
  for (const oldest of known.keys()) if (known.size > mostKnown) known.delete(oldest);
  return packed.length > longest ? undefined : packed;
}

export async function unpack(text: string): Promise<string> {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return inflateText(bytes, longestText);
}

function encode(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
