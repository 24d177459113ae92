import { refusal } from "../../state/message";

/** Embeddings of samples: by name, or, where a file knows none, in the samples' order. */
export interface Embeddings {
  /** The file that they are from. */
  file: string;
  positions: number;
  width: number;
  names: string[] | null;
  /** rows x positions x width, row-major */
  values: Float32Array;
}

const format = "cisight-embeddings";
// Text is made of bytes in pieces: a call takes only so many arguments.
const piece = 0x8000;

/** As text, so that sessions and links carry embeddings as they carry what was typed. */
export function packEmbeddings({ values, ...rest }: Embeddings): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  let binary = "";
  for (let at = 0; at < bytes.length; at += piece)
    binary += String.fromCharCode(...bytes.subarray(at, at + piece));
  return JSON.stringify({ format, ...rest, values: btoa(binary) });
}

/** Reads what {@link packEmbeddings} wrote; throws one sentence where it is anything else. */
export function unpackEmbeddings(text: string): Embeddings {
  const damaged = () => refusal("input.embeddings-damaged");
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw damaged();
  }
  if (typeof content !== "object" || content === null) throw damaged();
  const { format: of, file, positions, width, names, values } = content as Record<string, unknown>;
  const areNames =
    names === null || (Array.isArray(names) && names.every((name) => typeof name === "string"));
  const isFine = of === format && typeof file === "string" && isCount(positions) && isCount(width);
  if (!isFine || !areNames || typeof values !== "string") throw damaged();
  const numbers = floats(values);
  const size = positions * width;
  const isWhole = numbers && numbers.length % size === 0 && numbers.every(Number.isFinite);
  if (!isWhole || (names !== null && names.length * size !== numbers.length)) throw damaged();
  return { file, positions, width, names: names, values: numbers };
}

const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0;

function floats(text: string): Float32Array | undefined {
  try {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    return bytes.length % 4 === 0 ? new Float32Array(bytes.buffer) : undefined;
  } catch {
    return undefined;
  }
}
