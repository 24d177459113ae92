import type { ModelDescription } from "../../engine/messages";
import { unitOfAll } from "../map/columns";
import { missedGoals, type DesignOutcome } from "../design/design-outcome";
import { plainPosition } from "../../strings/format";
import { modelName, tableLines } from "./export-table";
import { fastaRecord } from "./export-fasta";

/** The steps as `cisight design` writes them (change 0 is the start), with unit and model behind them. */
export function designTable(designs: readonly DesignOutcome[], model: ModelDescription): string[] {
  const columns = designs[0]?.columns ?? [];
  const ends = [unitOfAll(columns, model), modelName(model)];
  const isLibrary = designs.length > 1;
  const header = ["promoter", ...(isLibrary ? ["design"] : []), "change", "position", "from", "to"];
  const rows = designs.flatMap(({ row, startResponses, steps }, design) => {
    const line = (change: number, at: [string, string, string], responses: number[]) => [
      row.name,
      ...(isLibrary ? [String(design + 1)] : []),
      String(change),
      ...at,
      ...responses.map((response) => response.toFixed(4)),
      ...ends,
    ];
    return [
      line(0, ["", "", ""], startResponses),
      ...steps.map(({ position, from, to, responses }, index) =>
        line(index + 1, [String(plainPosition(position)), from, to], responses),
      ),
    ];
  });
  return [tableLines([[...header, ...columns.map(({ name }) => name), "unit", "model"], ...rows], "tsv")];
}

/** What several designs of a promoter are called. */
export const designName = ({ row }: DesignOutcome, at: number, of: number): string =>
  of > 1 ? `${row.name}_design_${at + 1}` : row.name;

/** The designed promoters as `cisight design` writes them. */
export function designFasta(designs: readonly DesignOutcome[]): string[] {
  return designs.map((outcome, at) => {
    const { start, steps } = outcome;
    const missed = missedGoals(outcome).map(({ name }) => name);
    const mark = missed.length ? `, goal missed in ${missed.join(", ")}` : "";
    const title = `${designName(outcome, at, designs.length)} designed, ${steps.length} changes${mark}`;
    return fastaRecord(title, steps.at(-1)?.sequence ?? start);
  });
}
