import type {
  ActivationMap,
  Adapter,
  AttributionMethod,
  AttributionResult,
  BackendName,
  CatalogueGene,
  ConditionInput,
  DesignOptions,
  DesignResult,
  Goal,
  GridResult,
  MeasuredTable,
  ModelDescription,
  Motif,
  MotifHit,
  MutagenesisResult,
  NumberTable,
  PromoterInput,
  Sample,
  Seqlet,
  TfChange,
  TfEffectsResult,
  TfRankingResult,
  VariantInput,
} from "./messages";

/** What both builds of `src/web.rs` export (pkg/cpu and pkg/webgpu). */
export interface WasmModule {
  default(input: { module_or_path: WebAssembly.Module }): Promise<{ memory: WebAssembly.Memory }>;
  Session: { open(): Promise<Session> };
  Catalogue: new (bytes: Uint8Array) => Catalogue;
  ClusteringJob: new (values: Float32Array, width: number) => Job<Uint32Array>;
  Motifs: new (text: string) => Motifs;
  ModiscoExamples: new (length: number) => ModiscoExamples;
  shuffleBases(bases: string, seed: number): string;
  readTable(text: string): MeasuredTable;
}

export interface Session {
  readonly backend: BackendName;
  readonly adapter: Adapter | undefined;
  fault(): Promise<string>;
  loadModel(manifestJson: string, weights: Uint8Array): ModelDescription | Promise<ModelDescription>;
  readPromoters(text: string, input?: number): PromoterInput;
  readNumbers(text: string, input: number): NumberTable;
  readSamples(samples: readonly Sample[]): Samples;
  readConditions(text: string): ConditionInput;
  readVariants(text: string, name?: string, alias?: string, sequence?: string, input?: number): VariantInput;
  startGrid(samples: Samples, conditions: Float32Array, conditionCount: number): Job<GridResult>;
  startMutagenesis(
    samples: Samples,
    levels: Float32Array,
    output?: number,
    from?: number,
    to?: number,
  ): Job<MutagenesisResult>;
  startAttribution(
    samples: Samples,
    levels: Float32Array,
    output: number | undefined,
    method: AttributionMethod,
    shuffles: number,
    reference?: Float32Array,
  ): Job<AttributionResult>;
  activationMap(samples: Samples, condition: Float32Array, output?: number): Promise<ActivationMap>;
  startTfEffects(
    samples: Samples,
    levels: Float32Array,
    output: number | undefined,
    change: TfChange,
    tfs: Uint32Array,
    pairs: boolean,
  ): Job<TfEffectsResult>;
  startTfRanking(
    samples: Samples,
    levels: Float32Array,
    output: number | undefined,
    reference?: Float32Array,
  ): Job<TfRankingResult>;
  startDesign(
    samples: Samples,
    levels: Float32Array,
    goals: Goal[],
    options: DesignOptions,
  ): Job<DesignResult>;
}

/** Samples that are with the engine; jobs that were made of them do without. */
export interface Samples {
  free(): void;
}

export interface Job<Result> {
  readonly total: number;
  readonly done: number;
  step(): Promise<void> | void;
  result(): Result;
  free(): void;
}

export interface Catalogue {
  readonly size: number;
  readonly assembly: string;
  find(name: string): (CatalogueGene & { sequence: string }) | undefined;
  complete(prefix: string, limit: number): CatalogueGene[];
  all(): (CatalogueGene & { sequence: string })[];
  free(): void;
}

export interface Motifs {
  list(): Motif[];
  readonly withoutMatrix: string[];
  scan(sequence: string, pValue: number): MotifHit[];
  seqlets(sequence: string, importance: Float32Array): Seqlet[];
  free(): void;
}

export interface ModiscoExamples {
  push(bases: string, scores: Float32Array): void;
  oneHot(): Uint8Array;
  scores(): Uint8Array;
  free(): void;
}
