/**
 * What is done with any bytes at all: each target hands them to one of the page's own parsers and checks what that promises. Shared by the
 * fuzzer (fuzz.js) and by the test that replays the seeds (never-throws.spec.ts).
 */

import { parseMessage } from "../../www/embed/messages";
import { readGrammar } from "../../www/features/grammar/grammar-file";
import { linkedModel, readLink, writeLink } from "../../www/features/sessions/link";
import {
  fullConfig,
  guessArchitecture,
  publishedConfig,
  tfLines,
} from "../../www/features/models/model-config";
import { decodeText } from "../../www/state/read-text";
import { formatSequence, linePositions, readSequence } from "../../www/features/promoters/sequence-text";
import { readSession, sessionModel, writeSession } from "../../www/features/sessions/session";
import { headLength, kindOf } from "../../www/worker/file-kind";

type Target = (data: Uint8Array) => void | Promise<void>;

/** Stands between the texts of a target that reads several. */
const betweenTexts = "\x1e";

const model = { id: "fun-prose-s-cerevisiae", version: "1.0.0", window: 60, tfs: { length: 5 } };

const text = (data: Uint8Array) => new TextDecoder().decode(data);
const texts = (data: Uint8Array) => text(data).split(betweenTexts);

/** What a visitor may be told: a sentence, thrown on purpose. Anything else that is thrown is a fault of the parser. */
function isSentence(error: unknown): boolean {
  const isOnPurpose = error instanceof Error && ["Error", "CodedError"].includes(error.constructor.name);
  return isOnPurpose && error.message.trim() !== "";
}

async function orSentence(parse: () => unknown): Promise<void> {
  try {
    await parse();
  } catch (error) {
    if (!isSentence(error)) throw error;
  }
}

function check(isKept: boolean, promise: string): void {
  if (!isKept) throw new TypeError(`broken: ${promise}`);
}

/** JSON, with what only a structured clone can bring. */
function message(data: Uint8Array): unknown {
  const special = new Map<unknown, unknown>([
    ["$infinity", Infinity],
    ["$nothing", undefined],
    ["$holes", new Array(4_294_967_295)],
    ["$map", new Map([["cisight", 1]])],
    ["$bytes", new Uint8Array(8)],
  ]);
  const content: unknown = JSON.parse(text(data), (_, value: unknown) => special.get(value) ?? value);
  if (typeof content === "object" && content !== null && "$itself" in content) content["$itself"] = content;
  return content;
}

export const targets: Record<string, Target> = {
  async link(data) {
    const hash = text(data);
    linkedModel(hash);
    const read = await readLink(hash, model);
    if (!read) return;
    if ("problem" in read) return check(read.problem !== "", "a problem is said");
    const written = await writeLink(read.state, model.id);
    const again = await readLink(written.hash, model);
    check(again === undefined || "state" in again, "what is written can be read");
  },

  session(data) {
    const content = text(data);
    sessionModel(content);
    const read = readSession("mine.json", content, model);
    if ("problem" in read) return check(read.problem !== "", "a problem is said");
    const again = readSession("mine.json", writeSession(read.state, model), model);
    check("state" in again, "what is written can be read");
  },

  frame_message(data) {
    let content: unknown;
    try {
      content = message(data);
    } catch {
      content = text(data);
    }
    const parsed = parseMessage(content);
    if (parsed && "problem" in parsed) {
      const { code, message } = parsed.problem;
      check(message !== "" && code.startsWith("message."), "a problem is said, with its code");
    }
  },

  /** A file of text in whatever encoding. */
  file_text(data) {
    try {
      check(!decodeText(data).text.includes("\0"), "a text has no zero in it");
    } catch (error) {
      if (!(error instanceof Error && error.constructor.name === "NotText")) throw error;
    }
  },

  /** A configuration, a list of TFs and their scaling, as in the form for one's own model. */
  async model_form(data) {
    const [config = "", tfs = "", scaling = ""] = texts(data);
    guessArchitecture(config);
    tfLines(tfs);
    JSON.parse(publishedConfig(tfs));
    await orSentence(() => void JSON.parse(fullConfig({ config, tfs, scaling })));
  },

  /** What a model's folder says of its kernels. */
  async grammar_file(data) {
    await orSentence(() => {
      const { kernels, pairs } = readGrammar(text(data));
      const rows = kernels.flatMap(({ probabilities }) => probabilities);
      check(
        rows.every((row) => row.length === 4),
        "a position has four shares",
      );
      check(
        pairs.every(({ spacing }) => !spacing || spacing.distance.length === 2),
        "a distance stands beside chance's",
      );
    });
  },

  /** The beginning of a genome's file. */
  async genome_file(data) {
    await orSentence(() => kindOf("genome", data.subarray(0, headLength)));
  },

  typed_sequence(data) {
    const content = text(data);
    linePositions(content);
    const read = readSequence(content, model.window);
    if ("problem" in read) return check(read.problem !== "", "a problem is said");
    check(/^[ACGTN]+$/.test(read.sequence) && read.sequence.length <= model.window, "bases of a window");
    const again = readSequence(formatSequence(read.sequence), model.window);
    check("sequence" in again && again.sequence === read.sequence, "what is written can be read");
  },
};
