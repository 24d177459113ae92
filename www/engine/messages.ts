/** Everything that is said between the page and its worker; the one file both sides share. */

// What the engine takes and gives is declared by the engine: `src/web/` is where each of these is described.
import type {
  ActivationMap,
  Adapter,
  AttributionMethod,
  AttributionResult,
  CatalogueGene,
  ComparisonResult,
  ConditionInput,
  DesignOptions,
  DesignScan,
  EditsResult,
  EffectScaleResult,
  EvidenceSource,
  FeaturesResult,
  GeneSequence,
  Goal,
  GridResult,
  InputSpec,
  KnownOfGene,
  MeasuredTable,
  ModelDescription,
  Motif,
  MotifHit,
  MutagenesisResult,
  NumberTable,
  Part,
  Problem,
  PromoterInput,
  ScanResult,
  Seqlet,
  TermsResult,
  TfChange,
  TfEffectsResult,
  TfRankingResult,
  UnlikeTraining,
  VariantInput,
} from "../../pkg/cpu/cisight";
import type { DesignStage, ScanAnswers } from "./design-messages";

export type { DesignStage, ScanAnswers } from "./design-messages";
export type {
  ActivationMap,
  Adapter,
  AttributionMethod,
  AttributionResult,
  Calibration,
  Capabilities,
  CatalogueGene,
  Coded,
  ColumnKind,
  ComparisonResult,
  ConditionInput,
  DesignOptions,
  DesignResult,
  DesignScan,
  DesignStart,
  DesignStep,
  EditsResult,
  DomainNote,
  EffectScaleResult,
  ErrorQuantiles,
  EvidenceSource,
  FastShare,
  FeatureShare,
  FeatureSite,
  FeaturesResult,
  Frame,
  GeneSequence,
  GenomePlace,
  Goal,
  GridResult,
  InputSpec,
  Interval,
  Intervals,
  KnownOfGene,
  Listed,
  MeasuredTable,
  ModelDescription,
  Motif,
  MotifHit,
  MutagenesisResult,
  NotedPromoters,
  NumberTable,
  Part,
  Problem,
  PromoterDifference,
  PromoterInput,
  PromoterNote,
  ReadPromoter,
  RowKind,
  ScanResult,
  Seqlet,
  TableNote,
  TermsResult,
  TfChange,
  TfEffectsResult,
  TfRankingResult,
  UnlikeTraining,
  VariantInput,
} from "../../pkg/cpu/cisight";

export type BackendName = "cpu" | "webgpu";

export type BasesSpec = Extract<InputSpec, { kind: "bases" }>;
export type EmbeddingSpec = Extract<InputSpec, { kind: "embedding" }>;
export type NumbersSpec = Extract<InputSpec, { kind: "numbers" }>;

/** What a row of the map is to the engine. */
export interface Sample {
  /** What the sequence input that is looked at reads. */
  sequence: string;
  /** What the model's other inputs read, in its order; absent where it has none. */
  others?: readonly Part[];
  /** The input that reads `sequence`, by its place; the model's first sequence where it is absent, and none (`noSequence`) where it reads none. */
  input?: number;
}

/** Samples as they cross: by the numbers of their parts, of which only those come along that the worker does not hold. */
export interface SentSamples {
  /** How many samples. */
  length: number;
  /** `length x inputs` numbers of parts, row-major, in the model's order of inputs. */
  parts: Uint32Array;
  /** For each sample, the input that is looked at. */
  lookedAt: Uint32Array;
  added: readonly { number: number; input: number; value: Part }[];
  /** Numbers of parts that are not asked for again. */
  released: Uint32Array;
}

/** A value of the map: a sample in a condition, and the output that is asked for (the first where it is absent). */
export interface CellAsk {
  sample: Sample;
  condition: Float32Array;
  output?: number;
}

/** Several samples in a condition, and the output that is asked for (the first where it is absent). */
export interface SamplesAsk {
  samples: readonly Sample[];
  condition: Float32Array;
  output?: number;
}

/** Orders of rows and columns in which similar ones stand side by side. */
export interface ClusterResult {
  rows: Uint32Array;
  columns: Uint32Array;
}

export interface MotifFile {
  motifs: Motif[];
  /** Identifiers of those that were left out for want of a matrix. */
  withoutMatrix: string[];
}

/** What an evidence file says of itself: a TF without any edge was not studied, one without any peak was not measured. */
export interface EvidenceFile {
  sources: EvidenceSource[];
  tfsWithEdges: string[];
  tfsWithPeaks: string[];
}

/** Each question with what it carries (samples cross as `SentSamples`) and what comes back. */
export interface Calls {
  open: {
    ask: { build: BackendName | "files"; module: WebAssembly.Module };
    /** The adapter of WebGPU's build. */
    answer: { adapter: Adapter | undefined };
  };
  /** Answered when the device is of no use any more, with the reason. */
  fault: { ask: object; answer: string };
  loadModel: { ask: { manifest: string; weights: Uint8Array }; answer: ModelDescription };
  /** `input`: the sequence input that reads it, by its place; the first where it is absent. */
  readPromoters: { ask: { text: string; input?: number }; answer: PromoterInput };
  readNumbers: { ask: { text: string; input: number }; answer: NumberTable };
  readConditions: { ask: { text: string }; answer: ConditionInput };
  readVariants: {
    /** Changes are made in `target`; a table of sequences needs none. */
    ask: { text: string; target?: { name: string; alias: string; sequence: string }; input?: number };
    answer: VariantInput;
  };
  readTable: { ask: { text: string }; answer: MeasuredTable };
  loadCatalogue: { ask: { bytes: Uint8Array }; answer: { size: number; assembly: string } };
  findGene: { ask: { name: string }; answer: GeneSequence | null };
  allGenes: { ask: object; answer: GeneSequence[] };
  /** Always the same ones: those that random changes are made in. */
  drawnGenes: { ask: object; answer: GeneSequence[] };
  completeGene: { ask: { prefix: string; limit: number }; answer: CatalogueGene[] };
  loadEvidence: { ask: { bytes: Uint8Array }; answer: EvidenceFile };
  /** `gene`: its systematic name. */
  evidenceOf: { ask: { gene: string }; answer: KnownOfGene | null };
  grid: {
    ask: { samples: readonly Sample[]; conditions: Float32Array; conditionCount: number };
    answer: GridResult;
  };
  edits: {
    /**
     * `counts`, edits of each sample; `places`, for each edit the first changed base of the window, how many bases are replaced and by how
     * many; `codes`, those of all edits, by the model's alphabet (255: none).
     */
    ask: SamplesAsk & { counts: Uint32Array; places: Uint32Array; codes: Uint8Array };
    answer: EditsResult;
  };
  /** Two samples: where the second differs from the first, and what each difference does. */
  comparison: { ask: SamplesAsk; answer: ComparisonResult };
  mutagenesis: {
    /** `range`: positions of the window to mutate, all where absent. */
    ask: CellAsk & { range?: [number, number] };
    answer: MutagenesisResult;
  };
  cluster: { ask: { values: Float32Array; rows: number; columns: number }; answer: ClusterResult };
  /** The group of each profile of `width` values: near ones are one of `count` groups. */
  groups: { ask: { values: Float32Array; width: number; count: number }; answer: Uint32Array };
  attribution: {
    /** `shuffles` of the promoter are what it is compared with (0: itself), at the TF levels `reference` (the model's mean where absent). */
    ask: CellAsk & { method: AttributionMethod; shuffles: number; reference?: Float32Array };
    answer: AttributionResult;
  };
  activationMap: { ask: CellAsk; answer: ActivationMap };
  /** What the model's named features add to a response, and where; the model's first output. */
  features: { ask: CellAsk; answer: FeaturesResult };
  /** What the model's named features contribute to every response. */
  terms: { ask: Calls["grid"]["ask"]; answer: TermsResult };
  tfEffects: {
    /** With `pairs`, every two of `tfs` are changed together: (0, 1), (0, 2), ..., (1, 2), ... */
    ask: SamplesAsk & { change: TfChange; tfs: Uint32Array; pairs: boolean };
    answer: TfEffectsResult;
  };
  tfRanking: {
    ask: SamplesAsk & { reference?: Float32Array };
    answer: TfRankingResult;
  };
  /** What random single-base changes of natural promoters do in a condition. */
  effectScale: { ask: SamplesAsk; answer: EffectScaleResult };
  /** `levels`: of so many conditions, one after the other. */
  unlikeTraining: {
    ask: { samples: readonly Sample[]; levels: Float32Array; conditions: number };
    answer: UnlikeTraining;
  };
  /** Begins a search, which goes on until it needs answers or is over. */
  startDesign: {
    /** conditions x TFs, row-major; a goal for each output of each condition */
    ask: { sample: Sample; conditions: Float32Array; goals: Goal[]; options: DesignOptions };
    answer: DesignStage;
  };
  /** Goes on with a search by the answers to what it asked. */
  continueDesign: { ask: { search: number; answers: ScanAnswers }; answer: DesignStage };
  /** A search that nobody waits for any more is freed. */
  endDesign: { ask: { search: number }; answer: object };
  /** A sequence in place of a sample's own, as codes, and edits of it, given as for `edits`: in all columns. */
  scan: {
    ask: DesignScan & { sample: Sample; conditions: Float32Array; conditionCount: number };
    answer: ScanResult;
  };
  loadMotifs: { ask: { text: string }; answer: MotifFile };
  scanMotifs: { ask: { sequence: string; pValue: number }; answer: MotifHit[] };
  seqlets: { ask: { sequence: string; importance: Float32Array }; answer: Seqlet[] };
  shuffle: { ask: { bases: string; seed: number }; answer: string };
  /** Opens an embedder beside the model, where there is one; the builds `files` and `webgpu` can. */
  openEmbedder: { ask: { manifest: Blob; weights: Blob }; answer: object };
  /** The vector of a window: the mean of its bases from `start` to before `end`. */
  embed: { ask: { bases: string; start: number; end: number }; answer: Float32Array };
  modiscoFiles: {
    /** Scores are bases x 4 (A, C, G, T). */
    ask: { length: number; examples: { bases: string; scores: Float32Array }[] };
    answer: { oneHot: Uint8Array; scores: Uint8Array };
  };
}

/** The questions of a worker: names, each with what it carries and what comes back. */
export type CallsOf<C> = { [K in keyof C]: { ask: object; answer: unknown } };

export type CallName = keyof Calls;
export type Ask<K extends CallName> = Calls[K]["ask"];
export type Answer<K extends CallName> = Calls[K]["answer"];

/** What of a question crosses. */
export type Sent<A> = A extends { sample: Sample } | { samples: readonly Sample[] }
  ? Omit<A, "sample" | "samples"> & { samples: SentSamples }
  : A;

export type Request<C extends CallsOf<C> = Calls> = {
  [K in keyof C]: { kind: K; id: number } & Sent<C[K]["ask"]>;
}[keyof C];
export type ToWorker<C extends CallsOf<C> = Calls> = Request<C> | { kind: "cancel"; id: number };

export type FromWorker<C extends CallsOf<C> = Calls> =
  | { kind: "progress"; id: number; done: number; total: number }
  | { kind: "answer"; id: number; value: C[keyof C]["answer"] }
  | { kind: "failure"; id: number; problem: Problem };
