import { strings } from "../strings";
import { packEdits, unpackEdits, type EditLimits } from "./edits-text";
import { deflate, inflateText } from "./deflate";
import type { Cell } from "./predictions";
import type { Step } from "./history";
import type { VariantsOf } from "./variants";
import type { Edits, Moment } from "./what-if";

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
  /** First and last position of the zoomed track, relative to the start codon. */
  view?: [number, number];
  panel?: string;
  edits?: Edits;
  /** What was done, to be undone and done again: where work is kept, and never in links or session files. */
  history?: { past: Step<Moment>[]; future: Step<Moment>[] };
  sequences?: string;
  table?: string;
  /** Measured expression: in session files only, a link would be too long. */
  measured?: string;
  /** Variants to predict: in session files only, for the same reason. */
  variants?: string;
  /** The promoter that these are changes of. */
  variantsOf?: VariantsOf;
}

export type ReadLink = { state: LinkState } | { problem: string } | undefined;

const version = "v1";
/** Stands for all names there are: no gene and no condition is called so. */
const everything = "*";
// Longer links are cut by mail programs and chat tools.
const longestPart = 4000;
// Text that was small enough to be linked is never larger than this; anything else is a crafted link.
const longestText = 1_000_000;

/** The default model is not named, so that its links stay short. */
export async function writeLink(
  state: LinkState,
  defaultModel: string,
): Promise<{ hash: string; leftOut: boolean }> {
  const sequences = state.sequences ? await pack(state.sequences) : "";
  const table = state.table ? await pack(state.table) : "";
  const changes = state.edits ? packEdits(state.edits) : "";
  const edits = changes ? await pack(changes) : "";
  const parts = [
    version,
    ...(state.model && state.model !== defaultModel ? [`model=${encodeURIComponent(state.model)}`] : []),
    ...(state.genome ? [`genome=${encodeURIComponent(state.genome)}`] : []),
    `genes=${state.everyGene ? everything : state.genes.map(encodeURIComponent).join(",")}`,
    `presets=${state.everyPreset ? everything : state.presets.map(encodeURIComponent).join(",")}`,
    `cell=${state.cell.row}.${state.cell.column}`,
  ];
  if (state.view) parts.push(`view=${state.view[0]}.${state.view[1]}`);
  if (state.panel) parts.push(`panel=${state.panel}`);
  if (edits && edits.length <= longestPart) parts.push(`edit=${edits}`);
  if (sequences && sequences.length <= longestPart) parts.push(`seq=${sequences}`);
  if (table && table.length <= longestPart) parts.push(`tf=${table}`);
  return {
    hash: `#${parts.join(";")}`,
    leftOut: [sequences, table, edits].some((part) => part.length > longestPart),
  };
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
    if (edits) state.edits = unpackEdits(await unpack(edits), limits);
    const [sequences, table] = [fields.get("seq"), fields.get("tf")];
    if (sequences) state.sequences = await unpack(sequences);
    if (table) state.table = await unpack(table);
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
  const match = /^(-\d{1,7})\.(-\d{1,7})$/.exec(text);
  if (!match || Number(match[1]) >= Number(match[2])) throw new Error("not a range");
  return [Number(match[1]), Number(match[2])];
}

async function pack(text: string): Promise<string> {
  if (text.length > longestText) return "x".repeat(longestPart + 1);
  const bytes = await deflate(new TextEncoder().encode(text));
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

async function unpack(text: string): Promise<string> {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return inflateText(bytes, longestText);
}
