/** A file's text, and whether its encoding had to be supposed. */
export interface DecodedText {
  text: string;
  /** Letters beyond ASCII were read as Windows-1252, since the bytes are no UTF-8. */
  isSupposed: boolean;
}

const sampleBytes = 4096;

/** Reads a file of text as editors and spreadsheets save it; rejects where it is no text. */
export async function readText(file: Blob): Promise<DecodedText> {
  return decodeText(new Uint8Array(await file.arrayBuffer()));
}

/** As `src/text/decode.rs`: UTF-8 or UTF-16 with a byte-order mark or without, and whatever else is no UTF-8 as Windows-1252. Throws where the bytes are no text. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const encoding = encodingOf(bytes);
  const fatal = true;
  try {
    // The byte-order mark is left out by the decoder.
    const text = new TextDecoder(encoding, { fatal }).decode(bytes);
    if (text.includes("\0")) throw new NotText();
    return { text, isSupposed: false };
  } catch (reason) {
    if (reason instanceof NotText || encoding !== "utf-8" || bytes.some(isControl)) throw new NotText();
    return { text: new TextDecoder("windows-1252").decode(bytes), isSupposed: true };
  }
}

/** The bytes are compressed, a workbook, an image. */
class NotText extends Error {}

function encodingOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  // Latin letters in UTF-16 have a zero in every other byte.
  const sample = bytes.subarray(0, Math.min(bytes.length, sampleBytes) & ~1);
  const zeros = [0, 0];
  sample.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2]!++;
  });
  const [even = 0, odd = 0] = zeros;
  const enough = Math.floor(((sample.length / 2) * 3) / 4);
  if (even === 0 && odd > enough) return "utf-16le";
  if (odd === 0 && even > enough) return "utf-16be";
  return "utf-8";
}

/** A control character that no text has. */
function isControl(byte: number): boolean {
  return byte < 0x20 && ![0x09, 0x0a, 0x0d, 0x0c, 0x1a].includes(byte);
}
