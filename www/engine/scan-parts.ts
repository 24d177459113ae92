import type { Answer, Ask, DesignScan } from "./messages";

/** Edits that the engine computes in a step: whatever the parts are, its steps are those of a whole scan, and so are its numbers. */
const editsPerStep = 180;
/** Fewer are not worth computing the sequence as it is once more. */
const fewestSteps = 2;
/** Parts for each worker, so that none is idle for long at the end. */
const partsPerWorker = 2;

export interface ScanPart {
  scan: number;
  /** The first of its edits among those of the scan. */
  first: number;
  /** Steps of the engine. */
  steps: number;
  ask: Ask<"scan">;
}

/** Scans as parts of some edits each, for so many workers; every part computes its sequence as it is once more. */
export function scanParts(
  scans: readonly DesignScan[],
  rest: Omit<Ask<"scan">, keyof DesignScan>,
  workers: number,
): ScanPart[] {
  const steps = scans.map(({ places }) => Math.ceil(places.length / 3 / editsPerStep));
  const share = steps.reduce((sum, own) => sum + own, 0) / (partsPerWorker * workers);
  const most = Math.max(fewestSteps, Math.ceil(share));
  return scans.flatMap(({ window, places, codes }, scan) => {
    const parts: ScanPart[] = [];
    const own = steps[scan]!;
    const size = editsPerStep * Math.ceil(own / Math.ceil(own / most));
    let code = 0;
    for (let first = 0; first < places.length / 3; first += size) {
      const part = places.slice(3 * first, 3 * (first + size));
      let end = code;
      for (let at = 2; at < part.length; at += 3) end += part[at]!;
      const ask = { ...rest, window, places: part, codes: codes.slice(code, end) };
      parts.push({ scan, first, steps: Math.ceil(part.length / 3 / editsPerStep), ask });
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
