import type { Architecture } from "../../engine/files-api";
import { refusal } from "../../state/message";

interface Described {
  config: string;
  tfs: string;
  scaling: string;
}

interface Scaling {
  mean: number[];
  sd: number[];
}

type Json = Record<string, unknown>;

/** The configuration as the engine reads it: what was typed, with the scaling in it. Throws with what to mend. */
export function fullConfig({ config, tfs, scaling }: Described): string {
  if (!config.trim()) throw refusal("own-model.no-config");
  const json = parse(config, "own-model.config-not-json");
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw refusal("own-model.config-not-object");
  const all: Json = { ...json };
  const names = firstNames(tfs);
  if (scaling.trim()) all["scaling"] = readScaling(scaling, names.length ? names : namesOf(all));
  return JSON.stringify(all);
}

/** FUN-PROSE's hyperparameters as published, for as many TFs as the list has. */
export function publishedConfig(tfs: string): string {
  const config = {
    seq_length: 1000,
    num_tfs: tfLines(tfs).length || 208,
    conv1_knum: 256,
    conv1_ksize: 9,
    pool1: 19,
    conv2_knum: 64,
    conv2_ksize: 13,
    pool2: 8,
    xt_hidden: 1024,
    conv_activation: "relu",
    fc_activation: "elu",
  };
  return JSON.stringify(config, null, 2);
}

/** Which network a configuration is of, by a hyperparameter that only that one has. */
export function guessArchitecture(config: string): Architecture | undefined {
  let json: Json;
  try {
    json = JSON.parse(config) as Json;
  } catch {
    return undefined;
  }
  const inner = (json?.["config"] ?? json) as Json | null;
  if (typeof inner !== "object" || inner === null) return undefined;
  if ("conv1_knum" in inner) return "fun-prose";
  if ("out_channels" in inner) return "camformer";
  if ("joined" in inner) return "joint";
  if ("kernel_width" in inner) return "contextual-regression";
  return "convolutions" in inner ? "reporter-resnet" : undefined;
}

/** A TF a line, with further names behind tabs: commas and semicolons part names as well, and spaces where all stand in one line. */
export function tfLines(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const used = lines.filter((line) => line && !line.startsWith("#"));
  const [only] = used;
  if (used.length === 1 && only !== undefined) return only.split(/[\s,;]+/).filter(Boolean);
  return used.map((line) => line.replace(/\s*[,;]\s*/g, "\t"));
}

const firstNames = (text: string) => tfLines(text).map((line) => line.split("\t")[0] ?? "");

function namesOf(json: Json): string[] {
  const { tfs } = json;
  return Array.isArray(tfs) ? tfs.map(String) : [];
}

function readScaling(text: string, tfs: string[]): unknown {
  if (text.trimStart().startsWith("{")) return parse(text, "own-model.scaling-not-json");
  if (!tfs.length) throw refusal("own-model.scaling-no-tfs");
  const byName = new Map<string, [number, number]>();
  text.split(/\r?\n/).forEach((line, at) => {
    if (!line.trim()) return;
    const [name = "", mean = "", sd = ""] = line.trim().split(/[\s,;]+/);
    const numbers: [number, number] = [Number(mean), Number(sd)];
    const isNumeric = mean !== "" && sd !== "" && numbers.every(Number.isFinite);
    // A header may stand above.
    if (!isNumeric && at === 0 && /[a-z]/i.test(mean)) return;
    if (!isNumeric) throw refusal("own-model.scaling-line", { line: at + 1, text: line.trim().slice(0, 60) });
    byName.set(name, numbers);
  });
  const scaling: Scaling = { mean: [], sd: [] };
  for (const tf of tfs) {
    const pair = byName.get(tf);
    if (!pair) throw refusal("own-model.scaling-missing", { tf });
    scaling.mean.push(pair[0]);
    scaling.sd.push(pair[1]);
  }
  return scaling;
}

function parse(text: string, code: "own-model.config-not-json" | "own-model.scaling-not-json"): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refusal(code, { reason: error instanceof Error ? error.message : String(error) });
  }
}
