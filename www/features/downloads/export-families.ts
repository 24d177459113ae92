import type { FeatureShare, ModelDescription } from "../../engine/messages";
import { readsOf } from "../../engine/model-inputs";
import { plainPosition } from "../../strings/format";
import type { FamilyEvidence, GeneEvidence } from "../families/evidence";
import type { FamilySum } from "../families/families";
import { unitOf } from "../map/columns";
import { decimal, modelName, tableLines, type TableFormat } from "./export-table";

type Table = (format: TableFormat) => string[];

/** What all promoters of a condition have in common, as the command line calls it. */
const shared = "(all promoters)";

function table(
  header: string[],
  rows: string[][],
  { row, column }: FamilySum,
  model: ModelDescription,
): Table {
  const [unit, name] = [unitOf(column, model), modelName(model)];
  const all = [
    ["promoter", "condition", ...header, "unit", "model"],
    ...rows.map((cells) => [row.name, column.name, ...cells, unit, name]),
  ];
  return (format) => [tableLines(all, format)];
}

function tfsOf({ tfs }: FeatureShare, model: ModelDescription): [string, string] {
  const own = Array.from(tfs, (tf) => model.tfs[tf]);
  return [own.map((tf) => tf?.name ?? "").join("/"), own.map((tf) => tf?.id ?? "").join("/")];
}

/** TFs with an edge to the gene, and with peaks on its promoter, each with its place: "MSN4/MSN2" and "GIS1:-585". */
function evidenceCells({ edges, peaks }: FamilyEvidence): [string, string] {
  const places = peaks.flatMap(({ tf, positions }) => positions.map((at) => `${tf}:${plainPosition(at)}`));
  return [edges.join("/"), places.join("/")];
}

/** A line a term; the contributions add up to the response. With evidence, there are two columns more. */
export function familiesTable(sum: FamilySum, model: ModelDescription, evidence?: GeneEvidence): Table {
  const { answer } = sum;
  const rows = answer.features.map((family) => [
    family.name,
    ...tfsOf(family, model),
    family.motifs.map(({ id }) => id).join("/"),
    String(family.sites.length),
    decimal(family.value),
    decimal(family.weight),
    decimal(family.contribution),
    decimal(answer.response - family.contribution),
    ...(evidence ? evidenceCells(evidence.of(family)) : []),
  ]);
  const whole = [
    shared,
    "",
    "",
    "",
    "",
    "",
    "",
    decimal(answer.shared),
    decimal(answer.response - answer.shared),
    ...(evidence ? ["", ""] : []),
  ];
  const header = ["family", "tfs", "tfs_systematic", "motifs", "sites", "value", "weight"];
  header.push("contribution", "response_without", ...(evidence ? ["yeastract", "chip_exo"] : []));
  return table(header, [...rows, whole], sum, model);
}

/** A line a site, and one for what the weaker sites of a family carry together; they add up to the family's contribution. */
export function sitesTable(sum: FamilySum, model: ModelDescription): Table {
  const { window, upstream } = readsOf(model, sum.row.input);
  const { sequence } = sum.row;
  const bases = (from: number, to: number) =>
    sequence.slice(Math.max(0, sequence.length - window + from), Math.max(0, sequence.length - window + to));
  const rows = sum.answer.features.flatMap((family) => [
    ...family.sites.map((site) => [
      family.name,
      tfsOf(family, model)[0],
      Array.from(site.motifs, (motif) => family.motifs[motif]?.id ?? "").join("/"),
      String(plainPosition(site.start - upstream)),
      String(plainPosition(site.end - 1 - upstream)),
      site.strand,
      bases(site.start, site.end),
      bases(site.coreStart, site.coreEnd),
      decimal(site.contribution),
    ]),
    [family.name, tfsOf(family, model)[0], "(weaker sites)", "", "", "", "", "", decimal(family.weak)],
  ]);
  const header = ["family", "tfs", "motifs", "from", "to", "strand", "bases", "core", "contribution"];
  return table(header, rows, sum, model);
}
