import { readsBases, type Manifest } from "../../engine/manifest";
import { refusal } from "../../state/message";

/** Throws one sentence where a model reads no sequence: the page would have no rows, no track and nothing to edit. */
export function expectBases(manifest: Manifest, title = manifest.title ?? ""): void {
  if (readsBases(manifest)) return;
  const inputs = (manifest.inputs ?? []).map(({ name = "" }) => name);
  throw refusal("model.no-bases", { title, inputs });
}
