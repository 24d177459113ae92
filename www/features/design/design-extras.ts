import type { DesignOptions, DesignStart, Motif } from "../../engine/messages";
import { strings } from "../../strings/index";

/** What a search is held to beside goals and protected regions, as it stands in its fields. */
export interface Extras {
  substitutions: boolean;
  insertions: string;
  deletions: string;
  /** Names of motifs, separated by commas. */
  motifs: string;
  /** Enzymes or sites, separated by commas. */
  sites: string;
  gcLow: string;
  gcHigh: string;
  windowLow: string;
  windowHigh: string;
  homopolymer: string;
  repeat: string;
  hairpin: string;
  startCodons: boolean;
  guarded: string;
  differences: string;
  designs: string;
  apart: string;
  tradeOffs: boolean;
  start: DesignStart;
}

export const noExtras: Extras = {
  substitutions: true,
  insertions: "",
  deletions: "",
  motifs: "",
  sites: "",
  gcLow: "",
  gcHigh: "",
  windowLow: "",
  windowHigh: "",
  homopolymer: "",
  repeat: "",
  hairpin: "",
  startCodons: false,
  guarded: "",
  differences: "",
  designs: "1",
  apart: "3",
  tradeOffs: false,
  start: "natural",
};

export type ExtraErrors = Partial<Record<keyof Extras, string>>;

/** What the engine is asked for beside changes, beam and protected regions. */
export type ReadExtras = Pick<
  DesignOptions,
  "moves" | "rules" | "designs" | "apart" | "tradeOffs" | "start"
> & { motifNames: string[] };

/** Bases of a window of G and C, and how near repeats and the halves of a hairpin count. */
export const windowBases = 50;
export const repeatWithin = 300;
export const hairpinWithin = 60;
const guardedPValue = 1e-3;

/** The least and the most of each whole number. */
const bounds = {
  insertions: [0, 10],
  deletions: [0, 10],
  homopolymer: [2, 100],
  repeat: [6, 100],
  hairpin: [4, 28],
  differences: [1, 1000],
  designs: [1, 50],
  apart: [1, 1000],
} as const;

/** Whether fields ask for motifs by name. */
export const needsMotifs = ({ motifs, guarded }: Extras) => Boolean(motifs.trim() || guarded.trim());

/** Reads the fields; what is wrong stands beside its field. */
export function readExtras(
  fields: Extras,
  known: readonly Motif[],
): { extras: ReadExtras; errors: ExtraErrors } {
  const errors: ExtraErrors = {};
  const whole = (name: keyof typeof bounds): number | undefined => {
    const text = fields[name].trim();
    if (!text) return undefined;
    const [least, most] = bounds[name];
    const value = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    errors[name] = strings.design.badWhole(least, most);
    return undefined;
  };
  const shares = (
    low: "gcLow" | "windowLow",
    high: "gcHigh" | "windowHigh",
  ): [number, number] | undefined => {
    if (!fields[low].trim() && !fields[high].trim()) return undefined;
    const [from, to] = [percent(fields[low], 0), percent(fields[high], 100)];
    if (from <= to) return [from / 100, to / 100];
    errors[low] = strings.design.badShares;
    return undefined;
  };
  const motifs = (name: "motifs" | "guarded"): number[] => {
    const places = namesOf(fields[name]).map((text) => ({ text, place: placeOf(text, known) }));
    const unknown = places.find(({ place }) => place < 0);
    if (unknown) errors[name] = strings.design.noMotif(unknown.text);
    return places.map(({ place }) => place);
  };
  const gcWindows = shares("windowLow", "windowHigh");
  const [repeat, hairpin] = [whole("repeat"), whole("hairpin")];
  const written = motifs("motifs");
  const moves = {
    substitutions: fields.substitutions,
    insertions: whole("insertions") ?? 0,
    deletions: whole("deletions") ?? 0,
    motifs: written,
  };
  if (!moves.substitutions && !moves.insertions && !moves.deletions && !written.length)
    errors.substitutions ??= strings.design.noMoves;
  const rules = {
    sites: namesOf(fields.sites),
    ...given({
      gc: shares("gcLow", "gcHigh"),
      gcWindows: gcWindows && ([windowBases, ...gcWindows] as [number, number, number]),
      homopolymer: whole("homopolymer"),
      repeats: repeat === undefined ? undefined : ([repeat, repeatWithin] as [number, number]),
      hairpins: hairpin === undefined ? undefined : ([hairpin, hairpinWithin] as [number, number]),
      differences: whole("differences"),
    }),
    startCodons: fields.startCodons,
    guarded: motifs("guarded"),
    guardedPValue,
  };
  const { tradeOffs, start } = fields;
  const [designs, apart] = [whole("designs") ?? 1, whole("apart") ?? 1];
  const motifNames = written.map((place) => known[place]?.name ?? "");
  return { extras: { moves, rules, designs, apart, tradeOffs, start, motifNames }, errors };
}

/** What is there of an object. */
export function given<T extends object>(all: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const there = Object.entries(all).filter(([, value]) => value !== undefined);
  return Object.fromEntries(there) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function namesOf(text: string): string[] {
  return text
    .split(/[,;\n]/)
    .map((name) => name.trim())
    .filter(Boolean);
}

function placeOf(text: string, known: readonly Motif[]): number {
  const name = text.toLowerCase();
  return known.findIndex((motif) => motif.id.toLowerCase() === name || motif.name.toLowerCase() === name);
}

function percent(text: string, absent: number): number {
  const plain = text.trim().replace("%", "").replace(",", ".");
  if (!plain) return absent;
  const value = Number(plain);
  return value >= 0 && value <= 100 ? value : NaN;
}
