import type { FileWorker } from "../../engine/file-worker";
import type { CallOptions } from "../../engine/rpc";
import { refusal } from "../../state/message";
import type { KeptEmbedder } from "../../store/database";
import { strings } from "../../strings/index";

/** Loaded when they are first needed: most visitors keep no embedder. */
const shelf = async () => (await import("../../store/shelf")).keptEmbedders;
const windows = () => import("../../store/windows");

/** An embedder that this browser keeps, and how many windows it has embedded. */
export interface ListedEmbedder {
  embedder: KeptEmbedder;
  windows: number;
}

/** What the page reads of an embedder's manifest; the engine reads all of it. */
export interface EmbedderManifest {
  architecture: string;
  window: number;
  width: number;
  config: { n_layer?: number };
  weights: { sha256: string };
}

export const manifestOf = ({ manifest }: KeptEmbedder) => JSON.parse(manifest) as EmbedderManifest;

export async function listEmbedders(): Promise<ListedEmbedder[]> {
  const { countVectors } = await windows();
  const kept = await (await shelf()).list();
  return Promise.all(kept.map(async (embedder) => ({ embedder, windows: await countVectors(embedder.id) })));
}

/** Checks a configuration and weights and keeps the embedder; `problem` says why the browser does not keep it, where that is so. */
export async function addEmbedder(
  worker: FileWorker,
  files: readonly File[],
  options: CallOptions,
): Promise<{ embedder: KeptEmbedder; problem: string }> {
  const isConfig = ({ name }: File) => /\.json$/i.test(name);
  const [configs, checkpoints] = [files.filter(isConfig), files.filter((file) => !isConfig(file))];
  const [config, checkpoint] = [configs[0], checkpoints[0]];
  if (files.length !== 2 || !config || !checkpoint)
    throw refusal("embedding.one-of-each", { names: files.map(({ name }) => name) });
  const { manifest, weights } = await worker.call("importEmbedder", { config, checkpoint }, options);
  const { architecture, width, config: kept, weights: named } = JSON.parse(manifest) as EmbedderManifest;
  const title = strings.embedder.titled(architecture, kept.n_layer ?? 0, width, checkpoint.name);
  const embedder = {
    id: named.sha256.slice(0, 16),
    title,
    manifest,
    weights: weights ? new Blob([weights]) : checkpoint,
  };
  return { embedder, problem: await (await shelf()).put(embedder) };
}

/** With the windows that it embedded. */
export async function removeEmbedder(id: string): Promise<void> {
  await (await shelf()).remove(id);
  await (await windows()).forgetVectors(id);
}
