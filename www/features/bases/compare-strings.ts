import { signed } from "../../strings/format";

/** Two tracks beside each other. */
export const compare = {
  label: "Compare with",
  nothing: "nothing",
  unedited: "the unedited promoter",
  conditions: "Another condition",
  promoters: "Another promoter",
  running: "Mutating every base of the other\u2026",
  cancelled: "The comparison was cancelled.",
  again: "Run it again",
  other: (name: string, unit: string) => `${name}: importance (${unit}), same scale`,
  difference: (unit: string) => `Difference of importance, this minus that (${unit}), same scale`,
  waiting: "The second track follows when the first is done.",
  responses: (here: string, there: string, difference: string, unit: string) =>
    `Response ${here} here, ${there} there: difference ${difference} ${unit}`,
  differences: "Where the two differ, base by base",
  differencesHelp: (there: string, unit: string) =>
    `Both are aligned (affine gaps, the anchor in its place); each run of bases in which ${there} differs is made in the promoter that is shown. Alone: with this change and no other. Last: with all changes, minus with all but this one. In order: what it adds when they are made one after the other along the promoter; these add up to the whole. In ${unit}; a row is pressed to see its bases.`,
  differencesRunning: "Predicting what each difference does\u2026",
  differencesCancelled: "The differences were not predicted.",
  differencesLane: (count: number) =>
    `Differences (${count}), up where the other\u2019s bases raise the response`,
  alike: "Their bases are the same.",
  counted: (count: number, change: string, unit: string) =>
    `${count === 1 ? "1 difference" : `${count} differences`}: together ${change} ${unit}.`,
  columns: {
    place: "Position",
    bases: "Here \u2192 there",
    alone: "Alone",
    last: "Last",
    inOrder: "In order",
  },
  place: (from: string, to: string) => (from === to ? from : `${from} to ${to}`),
  show: (place: string) => `Show position ${place}`,
  bases: (here: string, there: string) => `${here || "\u2013"} \u2192 ${there || "\u2013"}`,
  at: (letter: string, value: number, difference: number) =>
    `at this position: there ${letter.trim() || "no base"} ${signed(value, 3)}, difference ${signed(difference, 3)}`,
} as const;
