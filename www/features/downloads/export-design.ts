import type { ModelDescription } from "../../engine/messages";
import { unitOfAll } from "../map/columns";
import { missedGoals, type DesignOutcome } from "../design/design-outcome";
import { plainPosition } from "../../strings/format";
import { modelName, tableLines } from "./export-table";
import { fastaRecord } from "./export-fasta";

/** The steps as `cisight design` writes them (change 0 is the start), with unit and model behind them. */
export function designTable(
  { row, columns, start, steps }: DesignOutcome,
  model: ModelDescription,
): string[] {
  const ends = [unitOfAll(columns, model), modelName(model)];
  const line = (change: number, at: [string, string, string], responses: number[]) => [
    row.name,
    String(change),
    ...at,
    ...responses.map((response) => response.toFixed(4)),
    ...ends,
  ];
  const header = ["promoter", "change", "position", "from", "to"];
  return [
    tableLines(
      [
        [...header, ...columns.map(({ name }) => name), "unit", "model"],
        line(0, ["", "", ""], start),
        ...steps.map(({ position, from, to, responses }, index) =>
          line(index + 1, [String(plainPosition(position)), from, to], responses),
        ),
      ],
      "tsv",
    ),
  ];
}

/** The designed promoter as `cisight design` writes it. */
export function designFasta(outcome: DesignOutcome): string[] {
  const { row, steps } = outcome;
  const missed = missedGoals(outcome).map(({ name }) => name);
  const mark = missed.length ? `, goal missed in ${missed.join(", ")}` : "";
  const sequence = steps.at(-1)?.sequence ?? row.sequence;
  return [fastaRecord(`${row.name} designed, ${steps.length} changes${mark}`, sequence)];
}
