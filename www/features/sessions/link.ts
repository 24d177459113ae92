import { strings } from "../../strings/index";
import { packEdits, unpackEdits, type EditLimits } from "../bases/edits-text";
import type { InputTexts } from "../inputs/further-inputs";
import { isOwn } from "../../state/identity";
import type { Step } from "../bases/history";
import { pack, unpack } from "../../state/packed-text";
import type { Cell } from "../map/same-cell";
import type { Edits, EditState } from "../bases/what-if";

/** A promoter as lines of changes know it. */
export interface VariantsOf {
  name: string;
  identity: string;
}

/** What a link carries: enough to show the same page again, and never more than the visitor put in. */
export interface LinkState {
  /** The id of the model it was made with; the default one where it is absent. */
  model?: string;
  /** The id of the visitor's own genome that the genes are from. */
  genome?: string;
  genes: string[];
  /** Every gene of the catalogue, whatever `genes` says. */
  everyGene?: boolean;
  presets: string[];
  everyPreset?: boolean;
  cell: Cell;
  /** First and last position of the zoomed track, from the anchor: -1 is the base before it, 0 the one behind. */
  view?: [number, number];
  panel?: string;
  /** Which map of TF families is open. */
  termMap?: string;
  /** The name of the sequence input that the track is of; the first where it is absent. */
  lookedAt?: string;
  edits?: Edits;
  /** What was done, to be undone and done again: where work is kept, and never in links or session files. */
  history?: { past: Step<EditState>[]; future: Step<EditState>[] };
  sequences?: string;
  table?: string;
  /** What was given for the model's further inputs, by their names. */
  further?: InputTexts;
  /** Measured expression. */
  measured?: string;
  /** Variants to predict. */
  variants?: string;
  /** The promoter that these are changes of. */
  variantsOf?: VariantsOf;
  /** What the link had no room for. */
  without?: LinkPart[];
}

/** What can be too long for a link, by its name there; what comes first has the room first. */
export const linkParts = ["seq", "tf", "in", "edit", "var", "meas"] as const;
export type LinkPart = (typeof linkParts)[number];

export type ReadLink = { state: LinkState } | { problem: string } | undefined;

const version = "v1";
/** Stands for all names there are: no gene and no condition is called so. */
const everything = "*";
// Longer links are cut by mail programs and chat tools: what is packed of all texts together.
const longestTexts = 12_000;
const mostInputs = 1000;

/** The default model is not named, so that its links stay short; `leftOut` is what there was no room for. */
export async function writeLink(
  state: LinkState,
  defaultModel: string,
): Promise<{ hash: string; leftOut: LinkPart[] }> {
  const fields = [
    version,
    ...(state.model && state.model !== defaultModel ? [`model=${encodeURIComponent(state.model)}`] : []),
    ...(state.genome ? [`genome=${encodeURIComponent(state.genome)}`] : []),
    `genes=${state.everyGene ? everything : state.genes.map(encodeURIComponent).join(",")}`,
    `presets=${state.everyPreset ? everything : state.presets.map(encodeURIComponent).join(",")}`,
    `cell=${state.cell.row}.${state.cell.column}`,
  ];
  if (state.view) fields.push(`view=${state.view[0]}.${state.view[1]}`);
  if (state.panel) fields.push(`panel=${state.panel}`);
  if (state.termMap) fields.push(`tfmap=${state.termMap}`);
  if (state.lookedAt !== undefined) fields.push(`of=${encodeURIComponent(state.lookedAt)}`);
  const leftOut: LinkPart[] = [];
  let room = longestTexts;
  const texts = { seq: state.sequences, tf: state.table, var: state.variants, meas: state.measured };
  for (const part of linkParts) {
    const text = part === "edit" ? editsText(state.edits, leftOut) : part === "in" ? "" : texts[part];
    if (part === "in") {
      const kept = await fittingInputs(state.further ?? [], room);
      if (kept.length < (state.further?.length ?? 0)) leftOut.push(part);
      const packed = kept.length && (await pack(JSON.stringify(kept), room));
      if (!packed) continue;
      room -= packed.length;
      fields.push(`${part}=${packed}`);
      continue;
    }
    if (!text) continue;
    const packed = await pack(text, room);
    if (packed === undefined) {
      leftOut.push(part);
      continue;
    }
    room -= packed.length;
    fields.push(`${part}=${packed}`);
    const { variantsOf: of } = state;
    if (part === "var" && of)
      fields.push(`varof=${encodeURIComponent(of.identity)},${encodeURIComponent(of.name)}`);
  }
  if (leftOut.length) fields.push(`without=${leftOut.join(",")}`);
  return { hash: `#${fields.join(";")}`, leftOut };
}

/** Those that there is room for: an embedding seldom is. */
async function fittingInputs(all: InputTexts, room: number): Promise<InputTexts> {
  const kept: (readonly [string, string])[] = [];
  for (const input of all)
    if ((await pack(JSON.stringify([...kept, input]), room)) !== undefined) kept.push(input);
  return kept;
}

/** Texts by name, as links and sessions hold them; throws where it is anything else. */
export function readInputTexts(content: unknown): InputTexts {
  if (!Array.isArray(content) || content.length > mostInputs) throw new Error("not inputs");
  return content.map((one: unknown) => {
    const [name, text] = Array.isArray(one) && one.length === 2 ? (one as unknown[]) : [];
    if (typeof name !== "string" || typeof text !== "string") throw new Error("not an input");
    return [name, text] as const;
  });
}

/** Without the edits of what is left out: nothing of them could be shown. */
function editsText(edits: Edits | undefined, leftOut: readonly LinkPart[]): string {
  if (!edits) return "";
  const kept = <Edit>(all: ReadonlyMap<string, Edit>, part: LinkPart) =>
    leftOut.includes(part) ? new Map([...all].filter(([identity]) => !isOwn(identity))) : all;
  return packEdits({ sequences: kept(edits.sequences, "seq"), levels: kept(edits.levels, "tf") });
}

export async function readLink(hash: string, limits: EditLimits): Promise<ReadLink> {
  const text = hash.replace(/^#/, "");
  if (!text) return undefined;
  const [first, ...rest] = text.split(";");
  if (first !== version) return { problem: strings.link.otherVersion };
  try {
    const fields = new Map(rest.map((part) => splitOnce(part)));
    // A model's name alone asks for what that model begins with.
    if (fields.size === 1 && fields.has("model")) return undefined;
    const [genes, presets] = [fields.get("genes"), fields.get("presets")];
    const state: LinkState = {
      ...(genes === everything ? { genes: [], everyGene: true } : { genes: list(genes) }),
      ...(presets === everything ? { presets: [], everyPreset: true } : { presets: list(presets) }),
      cell: cell(fields.get("cell") ?? "0.0"),
    };
    const [model, view] = [linkedModel(hash), fields.get("view")];
    if (model) state.model = model;
    const genome = fields.get("genome");
    if (genome) state.genome = decodeURIComponent(genome);
    if (view) state.view = range(view);
    const [panel, edits] = [fields.get("panel"), fields.get("edit")];
    if (panel) state.panel = panel;
    const termMap = fields.get("tfmap");
    if (termMap) state.termMap = termMap;
    if (edits) state.edits = unpackEdits(await unpack(edits), limits);
    const [sequences, table] = [fields.get("seq"), fields.get("tf")];
    if (sequences) state.sequences = await unpack(sequences);
    if (table) state.table = await unpack(table);
    const lookedAt = fields.get("of");
    if (lookedAt) state.lookedAt = decodeURIComponent(lookedAt);
    const further = fields.get("in");
    if (further) state.further = readInputTexts(JSON.parse(await unpack(further)));
    const [variants, of, measured] = [fields.get("var"), fields.get("varof"), fields.get("meas")];
    if (variants) state.variants = await unpack(variants);
    if (of) {
      const [identity = "", name = ""] = list(of);
      state.variantsOf = { identity, name };
    }
    if (measured) state.measured = await unpack(measured);
    const without = list(fields.get("without"));
    if (without.length) state.without = linkParts.filter((part) => without.includes(part));
    return { state };
  } catch {
    return { problem: strings.link.unreadable };
  }
}

/** The model that a link names, whatever else is in it: known before anything of that model is. */
export function linkedModel(hash: string): string | undefined {
  const id = new RegExp(`^#?${version};(?:.*;)?model=([^;]+)`).exec(hash)?.[1];
  try {
    return id === undefined ? undefined : decodeURIComponent(id);
  } catch {
    return id;
  }
}

function splitOnce(part: string): [string, string] {
  const at = part.indexOf("=");
  if (at < 0) throw new Error("not a field");
  return [part.slice(0, at), part.slice(at + 1)];
}

function list(text = ""): string[] {
  return text.split(",").filter(Boolean).map(decodeURIComponent);
}

function cell(text: string): Cell {
  const match = /^(\d{1,6})\.(\d{1,6})$/.exec(text);
  if (!match) throw new Error("not a cell");
  return { row: Number(match[1]), column: Number(match[2]) };
}

function range(text: string): [number, number] {
  const match = /^(-?\d{1,7})\.(-?\d{1,7})$/.exec(text);
  if (!match || Number(match[1]) >= Number(match[2])) throw new Error("not a range");
  return [Number(match[1]), Number(match[2])];
}
