import type { FeatureSite } from "../../engine/messages";
import type { Reads } from "../../engine/model-inputs";
import { replaced as replacedBy } from "../bases/replaced";

/** What can be done to a site of a promoter. */
export interface SiteEdits {
  /** Its core, in positions from the anchor. */
  span: { from: number; to: number };
  /** The core's bases, and what they are replaced by. */
  bases: string;
  others: string;
  /** The promoter with the core replaced, and without it. */
  replaced: string;
  deleted: string;
}

/** Purines for pyrimidines and the other way, without keeping the pair: no base of a motif's is left. */
const transversions: Record<string, string> = { A: "C", C: "A", G: "T", T: "G" };

export function siteEdits(
  sequence: string,
  site: FeatureSite,
  { window, upstream, downstream }: Reads,
): SiteEdits {
  const first = sequence.length - window;
  const [start, end] = [Math.max(0, first + site.coreStart), Math.max(0, first + site.coreEnd)];
  const anchor = sequence.length - downstream;
  const bases = sequence.slice(start, end);
  const others = [...bases].map((base) => transversions[base] ?? base).join("");
  const place = { start, end, anchor };
  return {
    span: { from: site.coreStart - upstream, to: site.coreEnd - upstream },
    bases,
    others,
    replaced: replacedBy(sequence, { ...place, bases: others }),
    deleted: replacedBy(sequence, { ...place, bases: "" }),
  };
}
