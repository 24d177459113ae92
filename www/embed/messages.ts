import type { Problem } from "../engine/messages";
import { problemOf } from "../engine/coded-error";
import { refusal } from "../state/message";
import type { Taken } from "./commands";
import type { ChosenCell, Results } from "./results";
import type { TrackFeatures, TrackNames } from "./track";

/** The version of the messages: every one of them, either way, carries it as `cisight`. */
export const version = 1;

type Id = string | number;

/** What the embedding page may ask for (docs/embedding.md). */
export type Command =
  | { type: "load-sequences"; text: string }
  | { type: "set-genes"; genes: string[] }
  | { type: "set-conditions"; ids: string[] }
  | { type: "set-tf-table"; text: string }
  | { type: "select-cell"; promoter: string; condition: string }
  | { type: "get-results" }
  | { type: "get-track" };

export type Reply =
  | ({ type: "done"; id: Id } & Partial<Taken>)
  | ({ type: "results"; id: Id } & Results)
  | ({ type: "track"; id: Id } & TrackFeatures)
  | ({ type: "error"; id: Id | null } & Problem);

export type Event =
  | { type: "ready"; model: Results["model"] }
  | { type: "results-changed"; promoters: number; conditions: number }
  | ({ type: "cell-selected" } & ChosenCell)
  | ({ type: "track-changed" } & TrackNames)
  | { type: "resize"; height: number };

export type Parsed = { id: Id; command: Command } | { id: Id | null; problem: Problem };

// A genome's promoters are 6 MB, all measured conditions a few thousand values.
const longestText = 50_000_000;
const longestName = 200;
const mostNames = 10_000;

/** Reads a message from another page; undefined where it is none of ours. Only own fields that a command names are ever looked at. */
export function parseMessage(data: unknown): Parsed | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const given = field(data, "cisight");
  if (given === undefined) return undefined;
  const id = field(data, "id");
  const isId = (typeof id === "string" && id.length <= longestName) || Number.isFinite(id);
  try {
    if (!isId) throw refusal("message.id");
    if (given !== version) throw refusal("message.version", { version });
    return { id: id as Id, command: parseCommand(data) };
  } catch (error) {
    return { id: isId ? (id as Id) : null, problem: problemOf(error) };
  }
}

function parseCommand(data: object): Command {
  const type = field(data, "type");
  switch (type) {
    case "load-sequences":
    case "set-tf-table":
      return { type, text: text(data, "text", longestText) };
    case "set-genes":
      return { type, genes: names(data, "genes") };
    case "set-conditions":
      return { type, ids: names(data, "ids") };
    case "select-cell": {
      const [promoter, condition] = [
        text(data, "promoter", longestName),
        text(data, "condition", longestName),
      ];
      return { type, promoter, condition };
    }
    case "get-results":
    case "get-track":
      return { type };
    default:
      throw refusal("message.type");
  }
}

function field(data: object, name: string): unknown {
  return Object.hasOwn(data, name) ? (data as Record<string, unknown>)[name] : undefined;
}

function text(data: object, name: string, longest: number): string {
  const value = field(data, name);
  if (typeof value !== "string") throw refusal("message.no-text", { field: name });
  if (value.length > longest) throw refusal("message.too-long", { field: name, most: longest });
  return value;
}

function names(data: object, name: string): string[] {
  const value = field(data, name);
  if (!Array.isArray(value)) throw refusal("message.no-list", { field: name });
  // An array may claim a length that nothing is behind: it is refused before it is walked through.
  if (value.length > mostNames) throw refusal("message.too-many", { field: name, most: mostNames });
  const list = Array.from(value as unknown[]);
  if (!list.every((entry) => typeof entry === "string" && entry.length <= longestName))
    throw refusal("message.no-list", { field: name });
  return list as string[];
}
