import type { Analysis } from "./analysis";
import type { Answer, Ask, DesignResult, DesignScan, ScanAnswers } from "./messages";
import type { CallOptions } from "./rpc";

/** Who answers the scans of a search. */
export type Scanner = (
  scans: readonly DesignScan[],
  of: Pick<Ask<"scan">, "sample" | "conditions" | "conditionCount">,
  options: CallOptions,
) => Promise<Answer<"scan">[]>;

/**
 * A search for designs: one worker decides what is tried and keeps the best, others compute what it tries. `onProgress` hears of every
 * piece, with the changes or generations that are through.
 */
export async function searchDesigns(
  ask: Ask<"startDesign">,
  outputs: number,
  { analysis, scan }: { analysis: Analysis; scan: Scanner },
  { signal, onProgress }: CallOptions,
): Promise<DesignResult> {
  const { sample, conditions, goals } = ask;
  const columns = goals.length;
  const of = { sample, conditions, conditionCount: columns / outputs };
  let stage = await analysis.startDesign(ask, { signal, onProgress });
  try {
    while (!stage.result) {
      const { search, done, scans } = stage;
      const report = () => onProgress?.(done, 0);
      const answered = await scan(scans, of, { signal, onProgress: report });
      const answers = { ...joined(answered), columns };
      stage = await analysis.continueDesign({ search, answers }, { signal, onProgress });
    }
    return stage.result;
  } catch (error) {
    analysis.endDesign(stage.search);
    throw error;
  }
}

function joined(answers: readonly Answer<"scan">[]): Omit<ScanAnswers, "columns"> {
  return {
    references: oneAfterAnother(answers.map(({ reference }) => reference)),
    responses: oneAfterAnother(answers.map(({ responses }) => responses)),
  };
}

function oneAfterAnother(all: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(all.reduce((sum, own) => sum + own.length, 0));
  let at = 0;
  for (const own of all) {
    whole.set(own, at);
    at += own.length;
  }
  return whole;
}
