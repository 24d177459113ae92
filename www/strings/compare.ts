import { signed } from "../format";

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
  other: (promoter: string, condition: string) =>
    `${promoter} in ${condition}: importance (log2 ratio), same scale`,
  difference: "Difference of importance, this minus that (log2 ratio), same scale",
  waiting: "The second track follows when the first is done.",
  responses: (here: number, there: number, unit: string) =>
    `Response ${signed(here)} here, ${signed(there)} there: difference ${signed(here - there)} ${unit}`,
  at: (letter: string, value: number, difference: number) =>
    `at this position: there ${letter.trim() || "no base"} ${signed(value, 3)}, difference ${signed(difference, 3)}`,
} as const;
