import { CodedError } from "../../engine/coded-error";
import { readsBases, type Manifest } from "../../engine/manifest";
import { sentence, strings } from "../../strings/index";

/** Throws one sentence where a model reads no sequence: the page would have no rows, no track and nothing to edit. */
export function expectBases(manifest: Manifest, title = manifest.title ?? ""): void {
  if (readsBases(manifest)) return;
  const inputs = (manifest.inputs ?? []).map(({ name = "" }) => name);
  throw new CodedError("page.no-bases", { inputs }, sentence(strings.models.noBases(title, inputs)));
}
