import type { ModelParts } from "../../engine/files-api";
import { summaryOf, type Manifest } from "../../engine/manifest";
import { ownModelId } from "../../engine/own-model-assets";
import type { KeptModel } from "../../store/database";
import { factsOf } from "./model-facts";
import { strings } from "../../strings/index";

/** Loaded when it is first needed: most visitors keep nothing. */
const shelf = async () => (await import("../../store/shelf")).keptModels;
const manifestName = "manifest.json";
const cardName = "MODEL_CARD.md";

export interface OwnModel {
  id: string;
  manifest: Manifest;
  /** In bytes. */
  size: number;
}

export async function listOwnModels(): Promise<OwnModel[]> {
  return (await (await shelf()).list()).map(describe);
}

/** A file of a model's folder. */
export async function ownModelFile(id: string, name: string): Promise<Blob | undefined> {
  const model = await (await shelf()).find(id);
  if (name === manifestName) return model && new Blob([model.manifest]);
  return model?.files.find((file) => file.name === name)?.content;
}

/** Keeps a model under an id that none of the others has; `problem` says why the browser does not keep it, where that is so. */
export async function keepModel(
  { manifest, files }: ModelParts,
  title: string,
  source: string,
): Promise<{ model: OwnModel; problem: string }> {
  const kept = await shelf();
  const id = ownModelId(
    title,
    (await kept.list()).map((other) => other.id),
  );
  const named = JSON.stringify({ ...(JSON.parse(manifest) as Manifest), id, title });
  const contents = files
    .filter(({ name }) => name !== manifestName)
    .map(({ name, bytes }) => ({ name, content: new Blob([bytes]) }));
  if (!contents.some(({ name }) => name === cardName))
    contents.push({ name: cardName, content: new Blob([cardOf(named, title, source)]) });
  const model: KeptModel = { id, manifest: named, files: contents };
  const problem = await kept.put(model);
  return { model: describe(model), problem };
}

/** A model's folder as zip, as the page and the command line read it; undefined where it is gone. */
export async function ownModelZip(id: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const model = await (await shelf()).find(id);
  if (!model) return undefined;
  const { zipSync, strToU8 } = await import("fflate");
  const entries: Record<string, Uint8Array> = { [`${id}/${manifestName}`]: strToU8(model.manifest) };
  for (const { name, content } of model.files)
    entries[`${id}/${name}`] = new Uint8Array(await content.arrayBuffer());
  // Weights hardly shrink.
  return new Uint8Array(zipSync(entries, { level: 0 }));
}

/** Its id stays, so that links to it go on working. */
export async function renameOwnModel(id: string, title: string): Promise<void> {
  const kept = await shelf();
  const model = await kept.find(id);
  if (!model) return;
  const manifest = JSON.stringify({ ...(JSON.parse(model.manifest) as Manifest), title });
  await kept.put({ ...model, manifest });
}

export async function removeOwnModel(id: string): Promise<void> {
  await (await shelf()).remove(id);
}

function cardOf(text: string, title: string, source: string): string {
  const manifest = JSON.parse(text) as Manifest;
  return strings.ownModels.card(title, source, factsOf(summaryOf("", manifest), manifest));
}

function describe({ id, manifest, files }: KeptModel): OwnModel {
  const size = files.reduce((sum, { content }) => sum + content.size, 0);
  return { id, manifest: JSON.parse(manifest) as Manifest, size };
}
