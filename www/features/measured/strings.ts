import { count, inUnits, some, type Predicted } from "../../strings/words";

const r = (value: number) => (Number.isNaN(value) ? "–" : value.toFixed(3).replace("-", "−"));

export const measured = {
  title: "Compare with measured expression",
  label: "Measured expression",
  help: (unit: string) =>
    `A table (TSV or CSV) in the unit of the predictions (${unit}): first column the promoter's or gene's name, then one column per condition, headed by its name, its preset id or its heading in the source’s own table. Empty or NA where nothing was measured.`,
  helpAlone: (predicted: readonly Predicted[]) => {
    const further =
      predicted.flatMap(({ names }) => names).length > 1
        ? `then a column for each output that was measured, headed by the output's name: ${inUnits(predicted)}`
        : `second column its measured ${inUnits(predicted)}`;
    return `A table (TSV or CSV) with a header line: first column the promoter's name, ${further}. Empty or NA where nothing was measured.`;
  },
  placeholderAlone: (predicted: readonly Predicted[]) => {
    const [first, second] = predicted.flatMap(({ names }) => names);
    return second === undefined
      ? "promoter\tmeasured\nmy promoter\t1.3"
      : `promoter\t${first}\t${second}\nmy promoter\t1.3\t0.4`;
  },
  matchedRows: (rows: number, all: number) =>
    `${rows.toLocaleString("en")} of ${count(all, "row")} of the table match promoters of the map.`,
  placeholder: (preset: string, [first = "first gene", second = "second gene"]: string[]) =>
    `gene\t${preset || "my condition"}\n${first}\t1.3\n${second}\t0.4`,
  needsGrid:
    "Predict something first: measurements are matched to the promoters and conditions of the table above.",
  reading: "Reading the table…",
  cancelled: "The table was not read.",
  again: "Read it again",
  noRowMatches: (names: string[]) =>
    `No row of the table names a promoter of the map above; its first column has ${some(names, 3)}.`,
  noColumnMatches: (names: string[]) =>
    `No column of the table names a condition of the map above; its header has ${some(names, 3)}.`,
  matched: (rows: number, allRows: number, columns: number, allColumns: number) =>
    `${rows.toLocaleString("en")} of ${count(allRows, "row")} and ${columns} of ${count(allColumns, "column")} of the table match promoters and conditions of the map.`,
  rowsLeft: (names: string[]) => `Not in the map, left out: ${some(names)}.`,
  columnsLeft: (names: string[]) => `Conditions not in the map, left out: ${some(names)}.`,
  repeated: (names: string[]) => `Named more than once, the first one counts: ${some(names)}.`,
  template: "Download a template to fill in",
  byHand: (n: number) => `Choose the condition of ${count(n, "column")} by hand`,
  byHandHelp: "These headings fit no condition of the map by themselves.",
  none: "none, leave it out",
  r,
  overall: (value: number, n: number) => `r = ${r(value)}, n = ${n.toLocaleString("en")}`,
  overallLabel: "All pairs",
  overallHelp:
    "r is Pearson's correlation of predicted and measured: 1 where they rise and fall together, 0 where they have nothing in common. n is the number of pairs. – stands where there are fewer than three pairs or nothing varies.",
  rowsTitle: "Per promoter",
  rowsHelp: "r over the conditions: does the model know when this promoter responds?",
  columnsTitle: "Per condition",
  columnsHelp: "r over the promoters: does the model know which promoters respond in this condition?",
  promoter: "Promoter",
  condition: "Condition",
  option: (name: string, value: number, n: number) => `${name}: r ${r(value)}, n ${n}`,
  sortBy: (what: string) => `Sort by ${what}`,
  highlight: "Highlight",
  all: "none",
  thePromoter: (name: string) => `promoter ${name}`,
  theCondition: (name: string) => `condition ${name}`,
  chart: "Predicted against measured expression",
  chartText: (overall: string, highlighted: string) =>
    `Scatter plot of predicted against measured expression. All pairs: ${overall}.${highlighted ? ` Highlighted: ${highlighted}.` : ""}`,
  sampled: (shown: number, all: number) =>
    `${shown.toLocaleString("en")} of ${all.toLocaleString("en")} pairs are drawn, evenly picked; r counts all of them.`,
  diagonal: "The line is where predicted equals measured.",
  x: (unit: string) => `Measured (${unit})`,
  y: (unit: string) => `Predicted (${unit})`,
  point: (row: string, column: string, predicted: string, found: string) =>
    `${row}\n${column}\npredicted ${predicted}, measured ${found}`,
  chartFailed: "The chart could not be loaded; check the connection and open this part again.",
} as const;
