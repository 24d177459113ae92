import type { GenomePlace } from "../engine/messages";
import type { Workbench } from "../app/workbench";
import { Layers } from "../features/bases/layers";
import { firstOf, trackStretches } from "../features/downloads/genome-files";
import { askOf, isSamePlace, unitOf } from "../features/map/columns";
import type { Track } from "../features/map/grid";
import { lookedAt } from "../features/inputs/looked-at";
import { forwardBase, stretchOf } from "../features/promoters/place";
import { refusal } from "../state/message";
import { readModel, type Results } from "./results";

/** Where a promoter lies: from 0 on the forward strand of a contig, half-open. */
export interface Place {
  contig: string;
  start: number;
  end: number;
  strand: "+" | "-";
}

/** One base: `chr`, `start` and `end` as BED has them. */
export interface BaseFeature {
  chr: string;
  start: number;
  end: number;
  /** The base's importance: minus the mean change over the three other bases. */
  value: number;
  /** The letter of the strand that the coordinates are of. */
  base: string;
}

/** A stretch of important bases. */
export interface StretchFeature {
  chr: string;
  start: number;
  end: number;
  /** The motif that it looks like most, or else its bases. */
  name: string;
  /** -100 log10 of the p-value, from 0 to 1000. */
  score: number;
  strand: "+" | "-" | ".";
  /** The sum of its bases' importance. */
  total: number;
  color: string;
}

/** The track of the chosen value, as genome browsers take features. */
export interface TrackFeatures {
  model: Results["model"];
  promoter: string;
  condition: string;
  unit: string;
  response: number;
  /** Of the genome where the promoter's place is known; of the promoter itself elsewhere, whose name is `chr`. */
  coordinates: "genome" | "promoter";
  place: Place | null;
  bases: BaseFeature[];
  seqlets: StretchFeature[];
}

export interface TrackNames {
  promoter: string;
  condition: string;
  place: Place | null;
}

export function readPlace(place: GenomePlace | undefined): Place | null {
  if (!place) return null;
  const { contig, start, end, strand } = place;
  return { contig, start, end, strand };
}

export function readTrackNames({ row, column }: Track): TrackNames {
  return { promoter: row.name, condition: column.name, place: readPlace(row.place) };
}

/** The features of the chosen value; its track is computed where it is not there. */
export async function readTrack(bench: Workbench): Promise<TrackFeatures> {
  const track = await chosenTrack(bench);
  const { model } = bench;
  if (!model) throw refusal("message.no-track");
  const { row, column, importance, length, reference } = track;
  // Seqlets are named by the motifs in use, as on the page.
  const layers = Layers.of(bench);
  await layers.loadMotifs();
  const sequence = row.sequence.slice(-length);
  const seqlets = await bench.engine.analysis.seqlets({ sequence, importance: importance.slice() });
  const first = firstOf(track);
  const letters = [...sequence];
  const bases = letters.flatMap((letter, at): BaseFeature[] => {
    const own = { contig: row.name, start: first + at, end: first + at + 1 };
    const where = row.place ? stretchOf(row.place, own.start, own.end) : own;
    const value = importance[at] ?? NaN;
    if (!where || !Number.isFinite(value)) return [];
    const base = row.place ? forwardBase(row.place, letter) : letter;
    return [{ chr: where.contig, start: where.start, end: where.end, value, base }];
  });
  bases.sort((a, b) => a.start - b.start);
  const stretches = trackStretches(track, { seqlets }, (motif) => layers.motifs[motif]?.name ?? "");
  return {
    model: readModel(bench),
    ...readTrackNames(track),
    unit: unitOf(column, model),
    response: reference,
    coordinates: row.place ? "genome" : "promoter",
    bases,
    seqlets: stretches.map(({ where, name, score, strand, colour, total }) => ({
      chr: where.contig,
      start: where.start,
      end: where.end,
      name,
      score,
      strand,
      total,
      color: `rgb(${colour})`,
    })),
  };
}

/** The track on show if it is that of the chosen value, or else one that is computed for this. */
async function chosenTrack(bench: Workbench): Promise<Track> {
  const { predictions } = bench;
  await bench.until(() => !bench.isBusy && predictions.trackProgress.state !== "running");
  const { track, chosen, sequence } = predictions;
  if (!chosen) throw refusal("message.no-track");
  const place = { row: lookedAt(chosen.row, sequence), column: chosen.column };
  if (track?.isComplete && isSamePlace(track, place)) return { ...track, ...place };
  const start = performance.now();
  const result = await bench.engine.mutagenesis(askOf(place), {}, () => undefined);
  const milliseconds = performance.now() - start;
  return { ...result, ...place, backend: bench.backend.active, milliseconds, isComplete: true };
}
