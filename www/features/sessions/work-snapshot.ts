import type { WorkBody, WorkHead } from "../../store/database";
import { strings } from "../../strings/index";
import { packHistory } from "./kept-history";
import type { LinkPart, LinkState } from "./link";
import type { Workbench } from "../../app/workbench";

/** In characters. */
const largest = 30_000_000;

/** What the page holds at a moment, as far as it is worth keeping. */
export interface Snapshot {
  state: LinkState;
  model: { id: string; version: string };
  /** What it consists of. */
  summary: string;
}

export interface KeptContent {
  model: { id: string; version: string };
  /** Without edits and history, which stand beside it. */
  state: LinkState;
  edits: LinkState["edits"];
  history: unknown;
}

/** Undefined while the page shows nothing of its own. */
export function snapshotOf(bench: Workbench): Snapshot | undefined {
  const { model, promoters, conditions } = bench;
  if (!model || bench.phase.state !== "ready" || bench.isStarting) return undefined;
  const state = bench.stateWithHistory;
  const { edits, sequences = "", table = "", measured = "", variants = "" } = state;
  const { texts } = strings.keptWork;
  const summary = strings.keptWork.summary({
    own: promoters.ownCount,
    genes: promoters.genes.length,
    conditions: conditions.chosen.length,
    edits: (edits?.sequences.size ?? 0) + (edits?.levels.size ?? 0),
    texts: [
      // What could not be read is there as it was typed.
      ...(sequences && !promoters.ownCount ? [texts.sequences] : []),
      ...(table ? [texts.table] : []),
      ...(measured ? [texts.measured] : []),
      ...(variants ? [texts.variants] : []),
      ...(state.further?.length ? [texts.further] : []),
    ],
  });
  return { state, model: { id: model.id, version: model.version }, summary };
}

const typed = ["sequences", "table", "measured", "variants"] as const;

/** The same without texts that the address did not bring. */
export function linkedOnly(snapshot: Snapshot, hash: string): Snapshot {
  const brings = (part: LinkPart) => hash.includes(`;${part}=`);
  const { sequences = "", table = "", measured = "", variants = "", ...rest } = snapshot.state;
  const state: LinkState = {
    ...rest,
    sequences: brings("seq") ? sequences : "",
    table: brings("tf") ? table : "",
    measured: brings("meas") ? measured : "",
    variants: brings("var") ? variants : "",
    ...(brings("in") ? {} : { further: [] }),
  };
  return { ...snapshot, state };
}

/** Whether what was typed or edited is the same. */
export function isTypedAlike(one: Snapshot, other: Snapshot): boolean {
  const [a, b] = [one.state, other.state];
  const texts = ({ further = [] }: LinkState) => further.flat();
  const [theirs, ours] = [texts(a), texts(b)];
  return (
    typed.every((text) => (a[text] ?? "") === (b[text] ?? "")) &&
    theirs.length === ours.length &&
    theirs.every((text, at) => text === ours[at]) &&
    hasEditsAlike(a, b)
  );
}

/** Whether it is the same but for what is looked at. */
export function isAlike(one: Snapshot, other: Snapshot): boolean {
  const [a, b] = [one.state, other.state];
  const names = ({ genes, presets, genome = "" }: LinkState) => [
    genome,
    genes.length,
    ...genes,
    "",
    ...presets,
  ];
  const [theirs, ours] = [names(a), names(b)];
  return (
    one.model.id === other.model.id &&
    isTypedAlike(one, other) &&
    a.history?.past.length === b.history?.past.length &&
    a.history?.future.length === b.history?.future.length &&
    theirs.length === ours.length &&
    theirs.every((name, at) => name === ours[at])
  );
}

function hasEditsAlike({ edits: a }: LinkState, { edits: b }: LinkState): boolean {
  const areAlike = (one?: ReadonlyMap<string, unknown>, other?: ReadonlyMap<string, unknown>) =>
    one === other ||
    ((one?.size ?? 0) === (other?.size ?? 0) &&
      [...(one ?? [])].every(([identity, edit]) => flat(other?.get(identity)) === flat(edit)));
  return areAlike(a?.sequences, b?.sequences) && areAlike(a?.levels, b?.levels);
}

const flat = (edit: unknown) => (edit instanceof Map ? JSON.stringify([...edit]) : edit);

/** As it is kept; undefined where it is too much. */
export function packWork(
  { state: { edits, history, ...state }, model, summary }: Snapshot,
  head: Pick<WorkHead, "id" | "place" | "savedAt" | "hash">,
  isTyped: boolean,
): { head: WorkHead; body: WorkBody } | undefined {
  const packed = packHistory(history ?? { past: [], future: [] });
  const further = (state.further ?? []).reduce((sum, [, text]) => sum + text.length, packed.size);
  const size = typed.reduce((sum, text) => sum + (state[text]?.length ?? 0), further);
  if (size > largest) return undefined;
  const content: KeptContent = { model, state, edits, history: packed.kept };
  return { head: { ...head, isTyped, summary, size }, body: { id: head.id, content } };
}
