import { edits } from "../features/bases/edits-strings";
import { layers } from "../features/bases/layers-strings";
import { track } from "../features/bases/track-strings";
import { whatIf } from "../features/bases/what-if-strings";
import { conditions } from "../features/conditions/strings";
import { embedder } from "../features/embedder/strings";
import { genomes } from "../features/genomes/strings";
import { inputs } from "../features/inputs/strings";
import { grid } from "../features/map/grid-strings";
import { measured } from "../features/measured/strings";
import { ownModels } from "../features/models/own-models-strings";
import { models } from "../features/models/strings";
import { promoters } from "../features/promoters/strings";
import { calls } from "../features/variants/calls-strings";
import { variants } from "../features/variants/strings";
import type { InputSpec } from "../engine/messages";
import { field } from "../ui/fields-strings";
import { embed } from "./embed";
import { failures } from "./engine";
import { callNotes, domainNotes, genomeNotes, importNotes, promoterNotes, tableNotes } from "./notes";

interface Name {
  name: string;
}

interface Names {
  names: string[];
}

interface Count {
  count: number;
}

interface Reason {
  reason: string;
}

/** What the page says of what it was given, and what it refuses: a sentence for each code (docs/error-codes.md), made of its parameters. */
export const sentences = {
  ...promoterNotes,
  ...tableNotes,
  ...importNotes,
  ...genomeNotes,
  ...callNotes,
  ...domainNotes,
  "unlike.more": ({ count }: Count) => `… and ${count.toLocaleString("en")} more of this kind.`,

  "gene.unknown": ({ name, examples }: Name & { examples: string[] }) =>
    promoters.unknownGene(name, examples),
  "gene.not-in-genome": ({ name }: Name) => promoters.unknownInGenome(name),
  "gene.not-an-example": ({ name }: Name) => promoters.unknownExample(name),
  "gene.already-there": ({ name }: Name) => promoters.alreadyThere(name),

  "conditions.unknown": ({ id }: { id: string }) => conditions.unknownPreset(id),
  "conditions.filled": ({ gaps, tfs }: { gaps: { name: string; missing: number }[]; tfs: number }) =>
    conditions.filled(gaps, tfs),
  "conditions.matched": ({ count }: Count) => conditions.matched(count),
  "conditions.missing": ({ names }: Names) => conditions.missing(names),
  "conditions.not-tfs": ({ names }: Names) => conditions.unknown(names),

  "model.no-tfs": () => models.noTfs,
  "model.no-bases": ({ title, inputs }: { title: string; inputs: string[] }) => models.noBases(title, inputs),
  "model.not-here": ({ id }: { id: string }) => models.unknown(id),

  "input.one-for-all": ({ input }: { input: string }) => inputs.oneForAll(input),
  "input.with-example": ({ input }: { input: string }) => inputs.withExample(input),
  "input.with-genome": ({ input }: { input: string }) => inputs.withGenome(input),
  "input.all-defaults": () => inputs.allDefaults,
  "input.missing-numbers": ({ count }: Count) => inputs.missingNumbers(count),
  "input.other-columns": ({ names }: Names) => inputs.unknownNumbers(names),
  "input.other-count": ({ found, needed }: { found: number; needed: number }) =>
    inputs.otherCount(found, needed),
  "input.lacking": ({ kind, names }: Names & { kind: InputSpec["kind"] }) => inputs.lacking(kind, names),
  "input.defaults-for": ({ names }: Names) => inputs.defaultsFor(names),
  "input.other-shape": ({ file, found, needed }: { file: string; found: number[]; needed: number[] }) =>
    inputs.otherShape(file, found, needed),
  "input.embeddings-damaged": () => inputs.embeddingsDamaged,
  "input.several-files": ({ names }: Names) => inputs.oneFile(names),

  "embedding.no-embedder": () => embedder.noEmbedder,
  "embedding.one-of-each": ({ names }: Names) => embedder.oneOfEach(names),
  "embedding.no-sequences": () => embedder.noSequences,
  "embedding.core": ({ text }: { text: string }) => embedder.badCore(text),
  "embedding.unknown-letters": ({ count }: Count) => embedder.unknown(count),
  "embedding.short": ({ count, core }: Count & { core: number }) => embedder.short(count, core),
  "embedding.not-kept": () => embedder.notKept,
  "embedding.other-shape": (of: { positions: number[]; width: number; needed: [number, number] }) =>
    embedder.other(of.positions, of.width, of.needed),

  "measured.no-row": ({ names }: Names) => measured.noRowMatches(names),
  "measured.no-column": ({ names }: Names) => measured.noColumnMatches(names),
  "measured.matched": (of: { rows: number; allRows: number; columns: number; allColumns: number }) =>
    measured.matched(of.rows, of.allRows, of.columns, of.allColumns),
  "measured.matched-rows": ({ rows, allRows }: { rows: number; allRows: number }) =>
    measured.matchedRows(rows, allRows),
  "measured.rows-left": ({ names }: Names) => measured.rowsLeft(names),
  "measured.columns-left": ({ names }: Names) => measured.columnsLeft(names),
  "measured.repeated": ({ names }: Names) => measured.repeated(names),

  "scoring.no-condition": () => variants.needsCondition,
  "scoring.no-promoter": () => variants.needsPromoter,
  "scoring.promoter-gone": ({ name }: Name) => variants.baseGone(name),

  "call-choice.no-file": () => calls.noFile,
  "call-choice.no-genome": () => calls.noGenome,
  "call-choice.no-genome-files": ({ name }: Name) => calls.noGenomeFiles(name),
  "call-choice.no-condition": () => calls.noCondition,
  "call-choice.further-inputs": ({ title }: { title: string }) => calls.furtherInputs(title),
  "call-choice.no-genome-anchor": ({ title, anchor }: { title: string; anchor: string }) =>
    calls.noGenomeAnchor(title, anchor),

  "edits.set-aside": ({ names }: Names) => whatIf.aside(names),
  "edits.not-shown": ({ count }: Count) => whatIf.withoutBase(count),
  "edits.one-order": () => edits.oneOrder,
  "edits.too-short": ({ fewest }: { fewest: number }) => edits.tooShort(fewest),
  "edits.too-long": ({ most }: { most: number }) => edits.tooLong(most),

  "motifs.own": ({ count }: Count) => layers.ownMotifs(count),
  "motifs.of-model": ({ count }: Count) => layers.motifsFrom(count),
  "motifs.none": () => layers.noMotifs,
  "motifs.without-matrix": ({ names }: Names) => layers.withoutMatrix(names),

  "own-model.no-file": () => ownModels.noFile,
  "own-model.no-title": () => ownModels.noTitle,
  "own-model.no-architecture": () => ownModels.noArchitecture,
  "own-model.no-config": () => ownModels.noConfig,
  "own-model.config-not-json": ({ reason }: Reason) => ownModels.configNotJson(reason),
  "own-model.config-not-object": () => ownModels.configNotObject,
  "own-model.scaling-not-json": ({ reason }: Reason) => ownModels.scalingNotJson(reason),
  "own-model.scaling-line": ({ line, text }: { line: number; text: string }) =>
    ownModels.scalingLine(line, text),
  "own-model.scaling-no-tfs": () => ownModels.scalingNoTfs,
  "own-model.scaling-missing": ({ tf }: { tf: string }) => ownModels.scalingMissing(tf),
  "own-model.two-models": ({ names }: Names) => ownModels.tooManyFiles(names),
  "own-model.pack-alone": ({ pack, network }: { pack: string; network: string }) =>
    ownModels.packAlone(pack, network),
  "own-model.any-length": ({ input }: { input: string }) => ownModels.anyLength(input),
  "own-model.length": ({ text }: { text: string }) => ownModels.badLength(text),
  "own-model.unreadable": ({ names }: Names) => ownModels.unreadable(names.join(", ")),

  "genome-choice.no-files": () => genomes.noFiles,
  "genome-choice.length": ({ text }: { text: string }) => genomes.badLength(text),

  "file.unreadable": ({ name }: Name) => failures.fileUnreadable(name),
  "file.not-utf-8": ({ name }: Name) => field.supposed(name),
  "picture.not-drawn": () => track.noPicture,
  "prediction.cancelled": () => grid.cancelled,

  "message.id": () => embed.badId,
  "message.version": ({ version }: { version: number }) => embed.badVersion(version),
  "message.type": () => embed.unknownType,
  "message.no-text": ({ field: of }: { field: string }) => embed.noText(of),
  "message.too-long": ({ field: of, most }: { field: string; most: number }) => embed.tooLong(of, most),
  "message.no-list": ({ field: of }: { field: string }) => embed.noList(of),
  "message.too-many": ({ field: of, most }: { field: string; most: number }) => embed.tooMany(of, most),
  "message.too-much": ({ most }: { most: number }) => embed.tooMuch(most),
  "message.no-cell": ({ promoter, condition }: { promoter: string; condition: string }) =>
    embed.noCell(promoter, condition),
  "message.no-track": () => embed.noTrack,
} as const;

export type Code = keyof typeof sentences;

type ParametersOf<C extends Code> = Parameters<(typeof sentences)[C]>;

/** What goes with a code: its parameters, and nothing where its sentence needs none. */
export type Said<C extends Code> = [] extends ParametersOf<C> ? [] : ParametersOf<C>;

/** The sentence of a code. */
export function sentenceOf(code: Code, parameters: object): string {
  // The compiler does not see that a code and its parameters belong together.
  return (sentences[code] as (of: object) => string)(parameters);
}
