import type {
  Adapter,
  Answer,
  Ask,
  GridResult,
  ModelDescription,
  MutagenesisResult,
  Sample,
} from "./messages";
import { readsOf } from "./model-inputs";

/** Pairs of a grid that one message asks for: enough that encoding the conditions again does not count. */
const pairsPerPart = 5000;
const promotersPerPart = 32;
/** Bases of a mutagenesis that one message asks for: a tenth of a second's work on one core. */
const basesPerPart = 125;
/** The same on a software adapter, which computes the mutants of as many bases in one step (`edits_at_once`). */
const basesPerPartOnAdapter = 240;
/** The first part is small, so that the stretch that is looked at is there at once. */
const basesFirst = 24;

export interface GridPart {
  first: number;
  ask: Ask<"grid">;
}

/** A grid as several smaller ones, by promoter. */
export function gridParts(ask: Ask<"grid">): GridPart[] {
  const { samples, conditionCount } = ask;
  const size = Math.max(4, Math.min(promotersPerPart, Math.ceil(pairsPerPart / Math.max(1, conditionCount))));
  const parts: GridPart[] = [];
  for (let first = 0; first < samples.length; first += size)
    parts.push({ first, ask: { ...ask, samples: samples.slice(first, first + size) } });
  return parts;
}

/** Puts a part's numbers where they belong in the whole. */
export function placeGrid(whole: GridResult, part: GridPart, result: Answer<"grid">): void {
  const at = part.first * (result.responses.length / Math.max(1, part.ask.samples.length));
  whole.responses.set(result.responses, at);
  whole.spreads.set(result.spreads, at);
}

/** A mutagenesis as stretches of the window, those nearest to `focus` first; long ones for a software adapter, and all at once for a graphics card. */
export function mutagenesisParts(
  ask: Ask<"mutagenesis">,
  model: ModelDescription,
  focus: number | undefined,
  adapter: Adapter | undefined,
) {
  const size = adapter ? basesPerPartOnAdapter : basesPerPart;
  const { window: end } = readsOf(model, ask.sample.input);
  const offset = end - Math.min(end, ask.sample.sequence.length);
  const ranges: [number, number][] = [];
  const cut = (from: number, to: number) => {
    for (; from < to; from += size) ranges.push([from, Math.min(to, from + size)]);
  };
  // A card takes about as long for all of them as for a few.
  if (adapter && !adapter.isSoftware) ranges.push([offset, end]);
  else if (focus === undefined) cut(offset, end);
  else {
    const first = Math.max(offset, Math.min(focus - basesFirst / 2, end - basesFirst));
    ranges.push([first, Math.min(end, first + basesFirst)]);
    cut(offset, first);
    cut(Math.min(end, first + basesFirst), end);
  }
  const distance = ([from, to]: [number, number]) =>
    focus === undefined ? 0 : Math.max(0, from - focus, focus - to + 1);
  return ranges.sort((a, b) => distance(a) - distance(b)).map((range) => ({ ...ask, range }));
}

export interface PartialTrack extends MutagenesisResult {
  /** 1 for each base whose mutants are done. */
  computed: Uint8Array;
}

/** A track that nothing is known of yet; `before`, of a promoter of the same length, is shown where the new one is still to come. */
export function emptyTrack(
  { sequence, input }: Sample,
  model: ModelDescription,
  before?: MutagenesisResult,
): PartialTrack {
  const { window } = readsOf(model, input);
  const length = Math.min(window, sequence.length);
  const old = before?.length === length ? before : undefined;
  return {
    reference: NaN,
    spread: NaN,
    length,
    deltas: old?.deltas.slice() ?? new Float32Array(4 * length),
    importance: old?.importance.slice() ?? new Float32Array(length),
    offset: window - length,
    computed: new Uint8Array(length),
  };
}

export function placeTrack(whole: PartialTrack, part: MutagenesisResult): void {
  const at = part.offset - whole.offset;
  [whole.reference, whole.spread] = [part.reference, part.spread];
  whole.deltas.set(part.deltas, 4 * at);
  whole.importance.set(part.importance, at);
  whole.computed.fill(1, at, at + part.length);
}
