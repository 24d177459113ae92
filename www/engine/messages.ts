/** Everything that is said between the page and its worker; the one file both sides share. */

export type BackendName = "cpu" | "webgpu";

/** The constant stretches of a reporter construct, before and behind the insert. */
export interface Frame {
  left: string;
  right: string;
}

/** What a model can do beyond predicting: it says so, nothing is guessed. */
export interface Capabilities {
  /** Conditions differ by TF levels, and TFs can be attributed to, knocked out and ranked. */
  tfLevels: boolean;
  fastEdits: boolean;
  gradients: boolean;
  gradCam: boolean;
  features: boolean;
}

/** What a manifest says of one thing that a model reads. */
export type InputSpec = BasesSpec | EmbeddingSpec | NumbersSpec;

export interface BasesSpec {
  kind: "bases";
  name: string;
  /** Number of bases the model reads. */
  window: number;
  /** What the window is placed by, for example "start codon". */
  anchor: string;
  /** Bases of the window from the anchor on; absent where the anchor lies behind the last base. */
  downstream?: number;
  frame?: Frame;
}

export interface EmbeddingSpec {
  kind: "embedding";
  name: string;
  /** Vectors, and numbers of each. */
  positions: number;
  width: number;
}

export interface NumbersSpec {
  kind: "numbers";
  name: string;
  /** A missing one takes its default. */
  numbers: { name: string; default: number }[];
}

/** What one input reads of a sample: bases, or numbers (of an embedding, row-major). */
export type Part = string | Float32Array;

/** What a row of the map is to the engine. */
export interface Sample {
  /** What the sequence input that is looked at reads. */
  sequence: string;
  /** What the model's other inputs read, in its order; absent where it has none. */
  others?: readonly Part[];
  /** The input that reads `sequence`, by its place; the model's first sequence where it is absent. */
  input?: number;
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

export interface ModelDescription {
  id: string;
  version: string;
  title: string;
  species: string;
  architecture: string;
  /** Number of bases the model reads, of its first sequence. */
  window: number;
  /** Bases of the window from the anchor on; 0 where the anchor lies behind the last base. */
  downstream: number;
  /** What the window is placed by, for example "start codon". */
  anchor: string;
  /** Absent where all of the window is the visitor's. */
  frame?: Frame;
  /** Empty where the model reads bases alone: every promoter then has one response. */
  tfs: { id: string; name: string }[];
  /** What a missing TF level reads as: the mean over the training conditions, in the table's unit. */
  tfMeans: number[];
  /** Number of networks whose predictions are averaged. */
  members: number;
  capabilities: Capabilities;
  /** What it reads of a sample. */
  inputs: readonly InputSpec[];
  /** The place of its first sequence among them. */
  sequenceInput: number;
  /** What it predicts, for example "expression response"; at least one. */
  outputs: readonly { name: string; unit: string }[];
}

export interface ReadPromoter {
  name: string;
  sequence: string;
  notes: string[];
}

export interface PromoterInput {
  promoters: ReadPromoter[];
  problems: { record: number; name: string; line: number; message: string }[];
}

export interface ConditionInput {
  conditions: { name: string; values: Float32Array }[];
  matched: number;
  /** Rows that go by another name in the model: [in the table, in the model]. */
  renamed: [string, string][];
  missing: string[];
  unknown: string[];
  notes: string[];
}

/** A visitor's table of numbers. */
export interface MeasuredTable {
  rows: string[];
  columns: string[];
  /** rows x columns, row-major; NaN where nothing was measured */
  values: Float32Array;
  /** What was left out or supposed. */
  notes: string[];
  /** Rows that cannot be used, each with the sentence that says why. */
  faults: [row: number, message: string][];
}

export interface VariantInput {
  /** Sequences as the model reads them. */
  variants: { name: string; reference: string; alternative: string }[];
  /** A sentence for each line that cannot be used. */
  problems: string[];
}

export interface GridResult {
  /** samples x columns, row-major; the outputs of a condition stand side by side */
  responses: Float32Array;
  spreads: Float32Array;
}

export interface MutagenesisResult {
  reference: number;
  spread: number;
  length: number;
  /** length x 4, order A C G T, mutant minus reference */
  deltas: Float32Array;
  importance: Float32Array;
  /** Index in the window of the first base shown. */
  offset: number;
}

export interface CatalogueGene {
  systematic: string;
  standard: string;
}

/** Orders of rows and columns in which similar ones stand side by side. */
export interface ClusterResult {
  rows: Uint32Array;
  columns: Uint32Array;
}

export type AttributionMethod = "gradient" | "integrated-gradients" | "deeplift";

/** Named numbers of samples. */
export interface NumberTable {
  report: {
    names: string[];
    /** Cells that are empty or whose column is not there: they hold the default. */
    missing: number;
    /** Columns that are no number of the model. */
    unknown: string[];
  };
  /** names x numbers, row-major */
  values: Float32Array;
}

/** What bases and TFs contribute to the difference between a response and that of references. */
export interface AttributionResult {
  response: number;
  reference: number;
  /** |response - reference - sum| */
  completenessError: number;
  /** Index in the window of the first base. */
  offset: number;
  length: number;
  bases: Float32Array;
  /** length x 4, order A C G T */
  hypothetical: Float32Array;
  /** One a TF of the model. */
  tfs: Float32Array;
}

/** Grad-CAM: how active, base by base, what raises the response is in the network's last convolution. */
export interface ActivationMap {
  /** Index in the window of the first base. */
  offset: number;
  values: Float32Array;
}

export type TfChange = "knock-out" | "knock-down" | "overexpression";

export interface TfEffectsResult {
  /** A response a promoter. */
  references: Float32Array;
  /** promoters x perturbations, row-major: perturbed minus as it is */
  effects: Float32Array;
}

/** TFs by the mean size of what they contribute, the largest first. */
export interface TfRankingResult {
  tfs: Uint32Array;
  means: Float32Array;
  sizes: Float32Array;
  deviations: Float32Array;
  /** promoters x TFs in the model's order, row-major */
  contributions: Float32Array;
  largestError: number;
}

export type Goal = { kind: "raise" | "lower" | "keep"; weight: number } | { kind: "ignore" };

export interface DesignOptions {
  changes: number;
  /** Promoters that are kept after each change; 1 is the greedy search. */
  beam: number;
  /** Half-open stretches of the window that stay as they are. */
  forbidden: [number, number][];
}

export interface DesignResult {
  /** A response a column. */
  start: number[];
  /** Each with the responses after it and all before it; `position` is an index in the window, `base` one of ACGT. */
  steps: { position: number; base: number; responses: number[]; worth: number }[];
  /** For each column, whether the response goes the wrong way, or not at all, where it was to rise or to fall. */
  missed: boolean[];
}

export interface Motif {
  id: string;
  name: string;
  /** Rows of A, C, G, T. */
  probabilities: number[][];
}

export interface MotifFile {
  motifs: Motif[];
  /** Identifiers of those that were left out for want of a matrix. */
  withoutMatrix: string[];
}

/** A place that fits a motif: 0-based, half-open indices in the sequence. */
export interface MotifHit {
  motif: number;
  start: number;
  end: number;
  strand: "+" | "-";
  /** Log-odds in bits. */
  score: number;
  pValue: number;
}

/** A stretch that stands out on a track, and the motif that names it best (its p-value corrected for all motifs and places). */
export interface Seqlet {
  start: number;
  end: number;
  total: number;
  supports: boolean;
  pValue: number;
  best?: MotifHit;
}

/** The graphics adapter that computes, as the device itself describes it; a browser may leave words empty. */
export interface Adapter {
  name: string;
  vendor: string;
  architecture: string;
  isSoftware: boolean;
  /** In bytes, as is `groupMemory`. */
  largestBuffer: number;
  largestBinding: number;
  groupMemory: number;
  groupThreads: number;
  features: string[];
}

/** Each question with what it carries and what comes back. */
export interface Calls {
  open: {
    ask: { backend: BackendName; module: WebAssembly.Module };
    /** The adapter of WebGPU's build. */
    answer: { backend: BackendName; adapter?: Adapter | undefined };
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
  findGene: { ask: { name: string }; answer: (CatalogueGene & { sequence: string }) | null };
  allGenes: { ask: object; answer: (CatalogueGene & { sequence: string })[] };
  completeGene: { ask: { prefix: string; limit: number }; answer: CatalogueGene[] };
  grid: {
    ask: { samples: readonly Sample[]; conditions: Float32Array; conditionCount: number };
    answer: GridResult;
  };
  mutagenesis: {
    /** `range`: positions of the window to mutate, all where absent. */
    ask: CellAsk & { range?: [number, number] };
    answer: MutagenesisResult;
  };
  cluster: { ask: { values: Float32Array; rows: number; columns: number }; answer: ClusterResult };
  attribution: {
    /** `shuffles` of the promoter are what it is compared with (0: itself), at the TF levels `reference` (the model's mean where absent). */
    ask: CellAsk & { method: AttributionMethod; shuffles: number; reference?: Float32Array };
    answer: AttributionResult;
  };
  activationMap: { ask: CellAsk; answer: ActivationMap };
  tfEffects: {
    /** With `pairs`, every two of `tfs` are changed together: (0, 1), (0, 2), ..., (1, 2), ... */
    ask: SamplesAsk & { change: TfChange; tfs: Uint32Array; pairs: boolean };
    answer: TfEffectsResult;
  };
  tfRanking: {
    ask: SamplesAsk & { reference?: Float32Array };
    answer: TfRankingResult;
  };
  design: {
    /** conditions x TFs, row-major; a goal for each output of each condition */
    ask: { sample: Sample; conditions: Float32Array; goals: Goal[]; options: DesignOptions };
    answer: DesignResult;
  };
  loadMotifs: { ask: { text: string }; answer: MotifFile };
  scanMotifs: { ask: { sequence: string; pValue: number }; answer: MotifHit[] };
  seqlets: { ask: { sequence: string; importance: Float32Array }; answer: Seqlet[] };
  shuffle: { ask: { bases: string; seed: number }; answer: string };
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

export type Request<C extends CallsOf<C> = Calls> = {
  [K in keyof C]: { kind: K; id: number } & C[K]["ask"];
}[keyof C];
export type ToWorker<C extends CallsOf<C> = Calls> = Request<C> | { kind: "cancel"; id: number };

export type FromWorker<C extends CallsOf<C> = Calls> =
  | { kind: "progress"; id: number; done: number; total: number }
  | { kind: "answer"; id: number; value: C[keyof C]["answer"] }
  | { kind: "failure"; id: number; name: string; message: string };
