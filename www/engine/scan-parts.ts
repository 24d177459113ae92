import type { Answer, Ask, DesignScan } from "./messages";

/** Edits that one message asks for: two of the engine's steps, some hundredths of a second's work on one core. */
const editsPerPart = 360;

export interface ScanPart {
  scan: number;
  /** The first of its edits among those of the scan. */
  first: number;
  ask: Ask<"scan">;
}

/** Scans as parts of some edits each; every part computes its sequence as it is once more. */
export function scanParts(scans: readonly DesignScan[], rest: Omit<Ask<"scan">, keyof DesignScan>): ScanPart[] {
  return scans.flatMap(({ window, places, codes }, scan) => {
    const parts: ScanPart[] = [];
    const count = places.length / 3;
    let code = 0;
    for (let first = 0; first < count; first += editsPerPart) {
      const own = places.slice(3 * first, 3 * (first + editsPerPart));
      let end = code;
      for (let at = 2; at < own.length; at += 3) end += own[at]!;
      parts.push({ scan, first, ask: { ...rest, window, places: own, codes: codes.slice(code, end) } });
      code = end;
    }
    return parts;
  });
}

/** What scans answer, as far as their parts are there. */
export function emptyAnswers(scans: readonly DesignScan[], columns: number): Answer<"scan">[] {
  return scans.map(({ places }) => ({
    reference: new Float32Array(columns),
    responses: new Float32Array((places.length / 3) * columns),
  }));
}

/** Puts a part's numbers where they belong. */
export function placeScan(whole: Answer<"scan">[], { scan, first }: ScanPart, part: Answer<"scan">): void {
  const own = whole[scan]!;
  own.reference.set(part.reference);
  own.responses.set(part.responses, first * part.reference.length);
}
