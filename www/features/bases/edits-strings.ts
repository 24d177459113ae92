import { position } from "../../strings/format";
import { count } from "../../strings/words";

interface Span {
  from: number;
  to: number;
}

const stretch = ({ from, to }: Span) =>
  to - from === 1 ? position(from) : `${position(from)} to ${position(to - 1)}`;
const short = (bases: string) => (bases.length > 12 ? `${bases.slice(0, 10)}\u2026` : bases);

/** Changing bases in the track. */
export const edits = {
  label: "Change the selected bases",
  none: "Click a base to change it, or select a stretch with Shift and the arrow keys or Shift-drag.",
  base: (at: number, base: string) => `${position(at)} ${base}`,
  stretch: (span: Span) => `${stretch(span)} (${count(span.to - span.from, "base")})`,
  to: "to",
  mutate: (base: string) => `Change to ${base}`,
  remove: "Delete",
  scramble: "Scramble",
  scrambleHelp:
    "Another order of these bases in which every two neighbours stay as frequent; again for another",
  reverse: "Reverse complement",
  copy: "Copy",
  copied: "Copied",
  notCopied: "This browser did not let the page copy; the bases are in the field.",
  zoom: "Zoom to selection",
  field: "Bases to insert or put in place",
  placeholder: "ACGT\u2026",
  insert: "Insert before",
  replace: "Replace",
  close: "Leave the selection",
  noBase: (letter: string) => `\u201c${letter}\u201d is not a base; use A, C, G, T or N.`,
  noBases: "Type the bases first.",
  tooShort: (fewest: number) => `A promoter needs at least ${count(fewest, "base")}; nothing was changed.`,
  tooLong: (most: number) => `A promoter has at most ${count(most, "base")}; insert fewer.`,
  oneOrder: "This stretch has no other order with the same neighbours; select a longer one.",
  several: "Select a stretch",
  severalHelp: "While this is on, a tap or a drag on the track extends the selection",
  mutated: (at: number, before: string, after: string) => `${position(at)} ${before} to ${after}`,
  deleted: (span: Span) => `${stretch(span)} deleted`,
  replaced: (span: Span, bases: string) => `${stretch(span)} replaced by ${short(bases)}`,
  inserted: (at: number, bases: string) => `${short(bases)} inserted before ${position(at)}`,
  reversed: (span: Span) => `${stretch(span)} reverse complemented`,
  scrambled: (span: Span) => `${stretch(span)} scrambled`,
  placed: (motif: string, span: Span) => `${motif} placed at ${stretch(span)}`,
  shifted: (length: number, window: number, anchor: string, downstream: number) =>
    downstream
      ? `The edit changed the length: the ${anchor} stays where it is, and bases further away moved; what leaves the ${window.toLocaleString("en")} bases that the model reads is lost, what is left empty at the right is N.`
      : length < window
        ? `The edit left ${count(length, "base")} of the ${window.toLocaleString("en")} that the model reads: the right end stays at the ${anchor}, bases further left moved, and nothing is read beyond them.`
        : `The edit changed the length: the right end stays at the ${anchor}, bases further left moved, and the model reads the last ${window.toLocaleString("en")}.`,
  mark: "A line below the letters marks edited bases, a tick marks where bases were deleted.",
} as const;
