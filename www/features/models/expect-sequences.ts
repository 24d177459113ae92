import { readsSequences, type Manifest } from "../../engine/manifest";
import { refusal } from "../../state/message";

/** Throws one sentence where a model reads neither a sequence nor vectors that are made of one: the page would have no rows. */
export function expectSequences(manifest: Manifest, title = manifest.title ?? ""): void {
  if (readsSequences(manifest)) return;
  const inputs = (manifest.inputs ?? []).map(({ name = "" }) => name);
  throw refusal("model.no-bases", { title, inputs });
}
