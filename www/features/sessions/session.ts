import { sentence, strings } from "../../strings/index";
import { packEdits, unpackEdits, type EditLimits } from "../bases/edits-text";
import { readInputTexts, type LinkState, type VariantsOf } from "./link";

export const sessionFileName = "cisight-session.json";

const format = "cisight-session";
const version = 1;
// A genome's names and some 10 MB of the visitor's own text fit many times.
const longestFile = 100_000_000;
const mostNames = 100_000;
// Format, version and model stand first.
const longestHead = 2000;

/** A file's name and size are known before it is read. */
export type ReadSession = { state: LinkState; note: string } | { problem: string };

/** A model as a session needs it. */
export interface SessionModel extends EditLimits {
  id: string;
  version: string;
}

/** Everything that is on the page, as one JSON text. */
export function writeSession(
  state: LinkState,
  { id, version: of }: Pick<SessionModel, "id" | "version">,
): string {
  const { edits, ...rest } = state;
  const changes = edits ? packEdits(edits) : "";
  // The model stands above, with its version.
  const kept = {
    ...rest,
    model: undefined,
    history: undefined,
    without: undefined,
    ...(changes && { edits: JSON.parse(changes) as unknown }),
  };
  return JSON.stringify({ format, version, model: { id, version: of }, state: kept }, null, 1) + "\n";
}

/** The id of the model that a session was saved with, wherever the rest of it can be read. */
export function sessionModel(text: string): string | undefined {
  const [, id] = /"model":\s*\{\s*"id":\s*"([^"\\]*)"/.exec(text.slice(0, longestHead)) ?? [];
  return id;
}

/** Reads what {@link writeSession} wrote, whole or not at all, to be shown with a model. */
export function readSession(name: string, text: string, model: SessionModel): ReadSession {
  const texts = strings.session;
  if (text.length > longestFile) return { problem: sentence(texts.tooLarge(name)) };
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return { problem: texts.notJson(name) };
  }
  if (!isRecord(content) || content["format"] !== format) return { problem: texts.notSession(name) };
  const { version: written, model: of, state } = content;
  if (typeof written === "number" && written > version) return { problem: texts.newer(name) };
  let part = "version";
  const check = (next: string, isFine: boolean) => {
    part = next;
    if (!isFine) throw new Error("damaged");
  };
  try {
    check("version", written === version);
    check("model", isRecord(of) && typeof of["id"] === "string" && typeof of["version"] === "string");
    check("state", isRecord(state));
    const fields = state as Record<string, unknown>;
    const read: LinkState = {
      model: model.id,
      genes: names("genes"),
      presets: names("presets"),
      cell: cell(),
      sequences: plainText("sequences"),
      table: plainText("table"),
      measured: plainText("measured"),
      variants: plainText("variants"),
      further: furtherTexts(),
    };
    for (const all of ["everyGene", "everyPreset"] as const) {
      check(all, ["undefined", "boolean"].includes(typeof fields[all]));
      if (fields[all] === true) read[all] = true;
    }
    const { genome, view, panel, termMap, edits } = fields;
    check("genome", genome === undefined || typeof genome === "string");
    if (typeof genome === "string") read.genome = genome;
    check("view", view === undefined || isRange(view));
    if (isRange(view)) read.view = view;
    check("panel", panel === undefined || typeof panel === "string");
    if (typeof panel === "string") read.panel = panel;
    check("termMap", termMap === undefined || typeof termMap === "string");
    if (typeof termMap === "string") read.termMap = termMap;
    const { lookedAt } = fields;
    check("lookedAt", lookedAt === undefined || isName(lookedAt));
    if (typeof lookedAt === "string") read.lookedAt = lookedAt;
    const { variantsOf } = fields;
    if (variantsOf !== undefined) read.variantsOf = promoterOfVariants(variantsOf);
    part = "edits";
    if (edits !== undefined) read.edits = unpackEdits(JSON.stringify(edits), model);
    return { state: read, note: noteOf(of as { id: string; version: string }) };

    function promoterOfVariants(value: unknown): VariantsOf {
      const { name, identity } = isRecord(value) ? value : {};
      check("variantsOf", isName(name) && isName(identity));
      return { name: name as string, identity: identity as string };
    }
    function names(field: "genes" | "presets"): string[] {
      const list = fields[field];
      const isFine = Array.isArray(list) && list.length <= mostNames;
      check(field, isFine && list.every((one) => typeof one === "string"));
      return list as string[];
    }
    function furtherTexts() {
      part = "further";
      return readInputTexts(fields["further"] ?? []);
    }
    function plainText(field: "sequences" | "table" | "measured" | "variants"): string {
      const value = fields[field] ?? "";
      check(field, typeof value === "string");
      return value as string;
    }
    function cell() {
      const value = fields["cell"];
      check("cell", isRecord(value) && isIndex(value["row"]) && isIndex(value["column"]));
      const { row, column } = value as { row: number; column: number };
      return { row, column };
    }
  } catch {
    return { problem: texts.damaged(name, part) };
  }

  function noteOf(theirs: { id: string; version: string }): string {
    const [saved, here] = [theirs, model].map(({ id, version: number }) => `${id} ${number}`);
    return saved === here ? "" : texts.otherModel(saved ?? "", here ?? "");
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Half a character cannot stand in a link. */
const isName = (value: unknown) =>
  typeof value === "string" && value.length <= longestHead && !/\p{Surrogate}/u.test(value);

function isIndex(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}

function isRange(value: unknown): value is [number, number] {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [from, to] = value as unknown[];
  return Number.isInteger(from) && Number.isInteger(to) && (from as number) < (to as number);
}
