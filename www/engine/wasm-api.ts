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
  PromoterInput,
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
  readPromoters(text: string): PromoterInput;
  readConditions(text: string): ConditionInput;
  readVariants(text: string, name?: string, alias?: string, sequence?: string): VariantInput;
  startGrid(sequences: string[], conditions: Float32Array, conditionCount: number): Job<GridResult>;
  startMutagenesis(
    sequence: string,
    levels: Float32Array,
    conditionCount?: number,
    from?: number,
    to?: number,
  ): Job<MutagenesisResult>;
  startAttribution(
    sequence: string,
    levels: Float32Array,
    method: AttributionMethod,
    shuffles: number,
    reference?: Float32Array,
  ): Job<AttributionResult>;
  activationMap(sequence: string, condition: Float32Array): Promise<ActivationMap>;
  startTfEffects(
    sequences: string[],
    levels: Float32Array,
    change: TfChange,
    tfs: Uint32Array,
    pairs: boolean,
  ): Job<TfEffectsResult>;
  startTfRanking(sequences: string[], levels: Float32Array, reference?: Float32Array): Job<TfRankingResult>;
  startDesign(
    sequence: string,
    levels: Float32Array,
    goals: Goal[],
    options: DesignOptions,
  ): Job<DesignResult>;
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
