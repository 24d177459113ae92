/** What is to be expected of a design. */
export const designExpected = {
  expected: "What to expect of it",
  expectedHelp: (unit: string) =>
    `Predicted response (${unit}), and where 68 and 90 of 100 measured values of genes that were not trained on lie around such a prediction. No design was measured: for these the intervals may be too narrow.`,
  condition: "Condition",
  expectedLabel: "Predicted response, intervals and size of the change in each condition",
  expectedRunning: "Working out intervals…",
  expectedCancelled: "The intervals were cancelled.",
  expectedAgain: "Work out intervals",
  predicted: "Predicted",
  likely: "68 of 100",
  wide: "90 of 100",
  unlikely: "not known",
  changeOf: "Change",
  size: "Percentile",
  percentileAsk: "Compare with random changes",
  percentileHelp:
    "Works out the percentile of each change among random single-base changes of natural promoters in the same condition",
  percentileNote:
    "A design has several changes, and each of these random promoters has one: a percentile near 100 says that the design does more than one change by chance.",
} as const;
