import { percentileOf, signedPercentileOf, type EffectScale } from "../../engine/effect-scale";
import { intervalsOf } from "../../engine/intervals";
import type { ModelDescription } from "../../engine/messages";
import type { ConditionColumn } from "../conditions/conditions";
import type { Expectation } from "../design/expectations";
import { unitOf, unitOfAll } from "../map/columns";
import { borderOf, stretchOf } from "../promoters/place";
import { bedLine } from "./genome-files";
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

/** Where designs change the genome, as `cisight design --bed` writes it; nothing where the promoter's place is not known. */
export function designBed(designs: readonly DesignOutcome[]): string[] {
  const stretches = designs.flatMap((outcome, at) => {
    const { row, start, steps, motifNames } = outcome;
    // The sequence of an edited promoter may have other bases than the genome.
    const { place, sequence } = row;
    if (!place) return [];
    // Random starts have no bases before the window.
    const ahead = sequence.length - start.length;
    return steps.flatMap(({ position: from, change: { at: index, removed, bases, motif }, from: old }) => {
      const first = index + ahead;
      const where = removed ? stretchOf(place, first, first + removed) : borderOf(place, first);
      if (!where) return [];
      const written = motif ? ` (${motifNames[motif.motif] ?? ""}, ${motif.strand})` : "";
      const what =
        removed && bases ? `${old}>${bases}${written}` : bases ? `insert ${bases}` : `delete ${old}`;
      const name = `${designName(outcome, at, designs.length)}: ${plainPosition(from)} ${what}`;
      return [{ where, name, strand: place.strand }];
    });
  });
  return stretches
    .sort((a, b) => a.where.start - b.where.start || a.where.end - b.where.end)
    .map(({ where: { contig, start, end }, name, strand }) =>
      bedLine([contig, start, end, name, 0, strand, start, end, "80,80,80"]),
    );
}

/** What is to be expected of designs, as `cisight design --summary` writes it; percentiles where they are known. */
export function designSummary(
  designs: readonly DesignOutcome[],
  expected: readonly Expectation[],
  scaleOf: (column: ConditionColumn) => EffectScale | undefined,
  model: ModelDescription,
): string[] {
  const known = (value: number | undefined, digits: number) =>
    value === undefined || !Number.isFinite(value) ? "" : value.toFixed(digits);
  const rows = designs.flatMap(({ row, columns, natural }, at) =>
    columns.map((column, index) => {
      const { responses = [], spreads = [], notes = [] } = expected[at] ?? {};
      const [response, spread] = [responses[index] ?? NaN, spreads[index] ?? NaN];
      const { calibration } = model.outputs[column.output ?? 0] ?? {};
      const intervals = intervalsOf(calibration, response, spread);
      const { likely, wide } = intervals ?? {};
      const before = natural[index] ?? NaN;
      const scale = scaleOf(column);
      return [
        row.name,
        String(at + 1),
        column.name,
        ...[before, response, response - before, spread].map((value) => known(value, 4)),
        ...[likely?.lower, likely?.upper, wide?.lower, wide?.upper].map((value) => known(value, 4)),
        known(scale && percentileOf(scale, response - before), 1),
        known(scale && signedPercentileOf(scale, response - before), 1),
        notes.map(({ message }) => message).join("; "),
        unitOf(column, model),
        modelName(model),
      ];
    }),
  );
  const headings =
    "promoter design condition natural response difference spread_sd lower_68 upper_68 lower_90 upper_90 percentile signed_percentile unlike_training unit model";
  return [tableLines([headings.split(" "), ...rows], "tsv")];
}
