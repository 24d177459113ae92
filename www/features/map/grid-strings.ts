import type { ModelSummary } from "../../engine/manifest";
import type { BackendName } from "../../engine/messages";
import { backendNames } from "../../strings/engine";
import { count, inUnits, type Predicted } from "../../strings/words";

const errors: Record<ModelSummary["spread"], string> = {
  intervals:
    " In brackets: 68 of 100 measured values of genes that were not trained on lie there (90 of 100 between the outer numbers of the value that is looked at).",
  calibration: " ± is one standard deviation of the expected error.",
  members: " ± is one standard deviation between the networks, which is less than the expected error.",
  "": "",
};

export const grid = {
  title: "Predicted response",
  help: (predicted: readonly Predicted[], spread: ModelSummary["spread"]) => {
    const outputs = predicted.flatMap(({ names }) => names).length;
    const [unit = "", ...others] = predicted.map((own) => own.unit);
    const value =
      !others.length && unit.startsWith("log2 ratio")
        ? `a ${unit}: +1 is twice, −1 half the expression`
        : outputs > 1
          ? `one of ${outputs} outputs: ${inUnits(predicted)}`
          : `the ${inUnits(predicted)}`;
    return `Each value is ${value}.${errors[spread]}`;
  },
  /** No columns: a model without conditions. */
  summary: (
    rows: number,
    columns: number,
    what: "condition" | "output",
    time: string,
    backend: BackendName,
  ) =>
    `${count(rows, "promoter")}${columns ? ` × ${count(columns, what)}` : ""} in ${time} on ${backendNames[backend]}`,
  label: "Predicted responses; arrow keys move, Enter shows the bases behind a value",
  pending: "…",
  promoter: "Promoter",
  empty: "Add a promoter and a condition on the left to see a prediction.",
  needsPromoter: "Add a gene or paste a sequence to see a prediction.",
  needsSequence: "Paste a sequence to see a prediction.",
  needsCondition: "Add a condition to see a prediction.",
  running: "Predicting…",
  cancelled: "The prediction was cancelled.",
  again: "Run it again",
  down: "lower",
  up: "higher",
  download: (format: string) => `Download ${format.toUpperCase()}`,
  page: (from: number, to: number, all: number) => `Rows ${from} to ${to} of ${all.toLocaleString("en")}`,
  previous: "Previous rows",
  next: "Next rows",
} as const;
