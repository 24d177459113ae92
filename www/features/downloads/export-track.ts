import { six } from "./six-digits";
import type { ModelDescription } from "../../engine/messages";
import { readsOf } from "../../engine/model-inputs";
import { plainPosition } from "../../strings/format";
import { unitOf } from "../map/columns";
import { modelName, tableLines, type TableFormat } from "./export-table";
import type { LayerColumn } from "../bases/layer-columns";
import type { Track } from "../map/grid";

const bases = ["A", "C", "G", "T"];
/** As many decimals as the command line writes. */

/** Long form as the command line writes it: position in the window (from 0), base, delta; with more columns behind, those of further tracks last. */
export function trackTable(
  track: Track,
  model: ModelDescription,
  format: TableFormat,
  layers: readonly LayerColumn[],
): string[] {
  const rows: string[][] = [];
  const { upstream, anchor } = readsOf(model, track.row.input);
  const ends = [unitOf(track.column, model), modelName(model)];
  for (let at = 0; at < track.length; at++) {
    const position = track.offset + at;
    bases.forEach((base, b) =>
      rows.push([
        track.row.name,
        track.column.name,
        String(position),
        base,
        six(track.deltas[at * 4 + b] ?? NaN),
        String(plainPosition(position - upstream)),
        six(track.importance[at] ?? NaN),
        ...ends,
        ...layers.map(({ values }) => six(values[at] ?? NaN)),
      ]),
    );
  }
  const fromAnchor = `from_${anchor.replace(/\W+/g, "_")}`;
  const header = ["promoter", "condition", "position", "base", "delta", fromAnchor, "importance"];
  return [tableLines([[...header, "unit", "model", ...layers.map(({ name }) => name)], ...rows], format)];
}

/** The same with what the numbers are. */
export function trackJson(track: Track, model: ModelDescription, layers: readonly LayerColumn[]): string[] {
  const { row, column, offset, length, deltas, importance } = track;
  const { upstream } = readsOf(model, row.input);
  const number = (value = NaN) => Number(six(value));
  const content = {
    kind: "mutagenesis",
    model: { id: model.id, version: model.version },
    unit: unitOf(column, model),
    promoter: row.name,
    condition: column.name,
    response: number(track.reference),
    spread_sd: number(track.spread),
    sequence: row.sequence.slice(-length),
    /** Of the first base, from the model's anchor (the start codon, the end of the construct): -1 is the base before it, 1 the one behind. */
    first_position: plainPosition(offset - upstream),
    importance: Array.from(importance, number),
    delta_order: bases.join(""),
    deltas: Array.from({ length }, (_, at) => Array.from(deltas.slice(4 * at, 4 * at + 4), number)),
    ...Object.fromEntries(layers.map(({ name, values }) => [name, Array.from(values, number)])),
  };
  return [JSON.stringify(content), "\n"];
}
