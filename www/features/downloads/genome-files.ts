import { six } from "./six-digits";
import type { ModelDescription, MotifHit, Seqlet } from "../../engine/messages";
import { unitOf } from "../map/columns";
import { stretchOf, turned, type GenomeStretch } from "../promoters/place";
import { saveText } from "../../ui/save-file";
import { strings } from "../../strings/index";
import { modelName } from "./export-table";
import { layerColumns, type LayerColumn } from "../bases/layer-columns";
import type { Layers } from "../bases/layers";
import type { Track } from "../map/grid";

/** As many decimals as the command line writes. */
const oneWord = (text: string) => text.trim().replace(/[\s\p{Cc}]/gu, "_") || ".";
const quoted = (text: string) => text.replace(/["\p{Cc}]/gu, " ");

/** The index in the row's sequence of the base that the track begins with. */
export const firstOf = ({ row, length }: Track): number => Math.max(0, row.sequence.length - length);

/** A value for each base, as the command line's --bedgraph writes it: 0-based and half-open, in the genome's coordinates where the promoter's place is known, else in its own; further tracks behind it. */
export function trackBedgraph(
  track: Track,
  model: ModelDescription,
  layers: readonly LayerColumn[],
): string[] {
  const { row, column, importance } = track;
  const { place } = row;
  const first = firstOf(track);
  return [{ name: "importance", values: importance }, ...layers].flatMap(({ name: what, values }) => {
    // Grad-CAM has no unit.
    const unit = what === "grad_cam" ? [] : [unitOf(column, model)];
    const title = quoted(`${what}, ${column.name}`);
    const about = quoted([...unit, modelName(model)].join(", "));
    const lines = Array.from(values, (value, at) => {
      const start = first + at;
      const own = { contig: row.name, start, end: start + 1 };
      const where = place ? stretchOf(place, start, start + 1) : own;
      if (!where || !Number.isFinite(value)) return "";
      return `${oneWord(where.contig)}\t${where.start}\t${where.end}\t${six(value)}\n`;
    });
    // From the first base of the genome on, as indexes need it.
    if (place?.strand === "-") lines.reverse();
    return [`track type=bedGraph name="${title}" description="${about}"\n`, ...lines];
  });
}

/** A stretch of a track's bases, at its place on the genome or else in the promoter. */
export interface TrackStretch {
  where: GenomeStretch;
  name: string;
  /** -100 log10 of the p-value, from 0 to 1000. */
  score: number;
  strand: "+" | "-" | ".";
  /** Red, green, blue: what raises the response is blue, what lowers it orange. */
  colour: string;
  /** The sum of the importance of a seqlet's bases. */
  total: number;
}

interface Found {
  seqlets?: readonly Seqlet[];
  hits?: readonly MotifHit[];
}

/** Seqlets and motif matches where they lie, from the first base of the contig on. */
export function trackStretches(
  track: Track,
  { seqlets = [], hits = [] }: Found,
  motifName: (motif: number) => string,
): TrackStretch[] {
  const { place, sequence, name } = track.row;
  const first = firstOf(track);
  const strandOf = (strand: "+" | "-") => (place ? turned(place, strand) : strand);
  const stretch = (
    { start, end, pValue }: Pick<MotifHit, "start" | "end" | "pValue">,
    rest: Omit<TrackStretch, "where" | "score">,
  ): TrackStretch[] => {
    const own = { contig: name, start: first + start, end: first + end };
    const where = place ? stretchOf(place, own.start, own.end) : own;
    const score = Math.round(Math.min(Math.max(-100 * Math.log10(pValue), 0), 1000));
    return where ? [{ where, score, ...rest }] : [];
  };
  const all = [
    ...seqlets.flatMap((own) => {
      const { start, end, best, supports, total } = own;
      const bases = sequence.slice(first + start, first + end);
      const [called, strand] = best ? [motifName(best.motif), strandOf(best.strand)] : [bases, "." as const];
      return stretch(own, { name: called, strand, colour: supports ? "0,90,181" : "220,90,0", total });
    }),
    ...hits.flatMap((own) =>
      stretch(own, {
        name: motifName(own.motif),
        strand: strandOf(own.strand),
        colour: "80,80,80",
        total: 0,
      }),
    ),
  ];
  return all.sort((a, b) => a.where.start - b.where.start || a.where.end - b.where.end);
}

/** The same as a file, as the command line's --bed writes it. */
export function trackBed(track: Track, found: Found, motifName: (motif: number) => string): string[] {
  return trackStretches(track, found, motifName).map(
    ({ where: { contig, start, end }, name, score, strand, colour }) =>
      bedLine([contig, start, end, name, score, strand, start, end, colour]),
  );
}

/** A line of a BED file; white space within a cell would end it. */
export const bedLine = (cells: readonly (string | number)[]): string =>
  cells.map((cell) => (typeof cell === "string" ? oneWord(cell) : cell)).join("\t") + "\n";

/** A file that can be saved. */
export interface GenomeFile {
  format: "bedGraph" | "BED";
  label: string;
  save: () => void;
}

/** The files for genome browsers that there are of a track: of its bases, and of the stretches that are shown below it. */
export function genomeFiles(track: Track, model: ModelDescription, layers: Layers): GenomeFile[] {
  const { place } = track.row;
  const bases: GenomeFile = {
    format: "bedGraph",
    label: strings.downloads.bedgraph(place?.contig),
    // Asked for when it is saved: further tracks may come behind the menu's back.
    save: () => saveText("cisight-importance.bedgraph", trackBedgraph(track, model, layerColumns(layers))),
  };
  const stretches = () => {
    const shown = <K extends "seqlets" | "motifs">(kind: K) =>
      layers.shown.has(kind) ? layers.result(kind) : undefined;
    const [seqlets, hits] = [shown("seqlets"), shown("motifs")];
    return { ...(seqlets && { seqlets }), ...(hits && { hits }) };
  };
  const name = (motif: number) => layers.motifs[motif]?.name ?? "";
  if (!place || !Object.keys(stretches()).length) return [bases];
  const save = () => saveText("cisight-stretches.bed", trackBed(track, stretches(), name));
  return [bases, { format: "BED", label: strings.downloads.bed(place.contig), save }];
}
