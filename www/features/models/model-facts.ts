import type { Manifest, ModelSummary } from "../../engine/manifest";
import { strings } from "../../strings/index";

/** What stands where a manifest says nothing. */
interface Supposed {
  authors?: string;
  accuracy?: string;
  size?: string;
}

/** What a model's manifest says of it, by what it is, and what is supposed; nothing where neither is. */
export function factsOf(
  summary: ModelSummary,
  manifest: Manifest,
  supposed: Supposed = {},
): (readonly [string, string])[] {
  const { facts } = strings.models;
  const { data = "", authors = "", licence = "", limits = [] } = manifest;
  const metric = (name: "accuracy" | "by") => {
    const said = manifest.metrics?.[name];
    return typeof said === "string" ? said : "";
  };
  const accuracy = metric("accuracy") && facts.byWord(metric("accuracy"), metric("by"));
  const all = [
    [facts.species, summary.species],
    [facts.reads, strings.models.reads(summary)],
    [facts.predicts, strings.models.predicts(summary)],
    [facts.data, data],
    [facts.authors, authors || (supposed.authors ?? "")],
    [facts.licence, licence],
    [facts.accuracy, accuracy || (supposed.accuracy ?? "")],
    [facts.limits, limits.join(" ")],
    [facts.size, supposed.size ?? ""],
  ] as const;
  return all.filter(([, said]) => said);
}
