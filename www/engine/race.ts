import { isAbort } from "./rpc";

/** A worker that is given every part first, and may turn out to be slow. */
export interface Lead<Part, Result> {
  /** Awaited before each part; ends the work where it rejects. */
  pass(): Promise<void>;
  call(part: Part): Promise<Result>;
  /** How long it may keep a part to itself. */
  patienceMs: number;
  /** False once it was given up, whoever did that. */
  isThere(): boolean;
  /** The others had a part done that it was given before them. */
  onOvertaken(): void;
  onLost(error: unknown): void;
}

type Take<Part, Result> = (part: Part, result: Result) => void;

class LeadIsBack extends Error {}

/**
 * Every part once: by the lead, one after the other; a part that it keeps for too long the others do as well, with those behind it, and
 * whoever is first has done it. A lead that was first after all gets what is left. Once it is gone, the others do the rest.
 */
export async function race<Part, Result>(
  parts: readonly Part[],
  lead: Lead<Part, Result>,
  others: (parts: Part[], take: Take<Part, Result>) => Promise<void>,
  take: Take<Part, Result>,
): Promise<void> {
  const open = new Set(parts);
  let finish = () => {};
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const takeOnce: Take<Part, Result> = (part, result) => {
    if (open.delete(part)) take(part, result);
    if (!open.size) finish();
  };
  while (lead.isThere() && open.size) {
    const [part] = open;
    if (part === undefined) break;
    await lead.pass();
    let isHere = false;
    const answer = lead.call(part).then(
      (result) => {
        isHere = true;
        takeOnce(part, result);
      },
      (error: unknown) => {
        if (isAbort(error)) throw error;
        if (lead.isThere()) lead.onLost(error);
      },
    );
    if (await isInTime(answer, lead.patienceMs)) continue;
    const rest = others([...open], (done, result) => {
      if (done === part && open.has(part) && lead.isThere()) lead.onOvertaken();
      takeOnce(done, result);
      if (isHere && open.size) throw new LeadIsBack();
    });
    // Whoever waits hears of it from the others.
    answer.catch(() => undefined);
    await Promise.race([rest, finished]).catch((error: unknown) => {
      if (!(error instanceof LeadIsBack)) throw error;
    });
  }
  if (open.size) await others([...open], takeOnce);
}

/** Rejects as `work` does. */
async function isInTime(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), limitMs)));
  try {
    return await Promise.race([work.then(() => true), limit]);
  } finally {
    clearTimeout(timer);
  }
}
