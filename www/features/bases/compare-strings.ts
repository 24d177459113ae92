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
  at: (letter: string, value: number, difference: number) =>
    `at this position: there ${letter.trim() || "no base"} ${signed(value, 3)}, difference ${signed(difference, 3)}`,
} as const;
