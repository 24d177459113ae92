import type { BackendName, CatalogueGene, ConditionInput, GridResult, ModelDescription } from "./messages";
import type { MutagenesisResult, PromoterInput } from "./messages";

/** What both builds of `src/web.rs` export (pkg/cpu and pkg/webgpu). */
export interface WasmModule {
  default(input: { module_or_path: WebAssembly.Module }): Promise<{ memory: WebAssembly.Memory }>;
  Session: { open(): Promise<Session> };
  Catalogue: new (bytes: Uint8Array) => Catalogue;
}

export interface Session {
  readonly backend: BackendName;
  loadModel(manifestJson: string, weights: Uint8Array): ModelDescription | Promise<ModelDescription>;
  readPromoters(text: string): PromoterInput;
  readConditions(text: string): ConditionInput;
  startGrid(sequences: string[], conditions: Float32Array, conditionCount: number): Job<GridResult>;
  startMutagenesis(
    sequence: string,
    levels: Float32Array,
    conditionCount?: number,
    from?: number,
    to?: number,
  ): Job<MutagenesisResult>;
}

export interface Job<Result> {
  readonly total: number;
  readonly done: number;
  step(): Promise<void>;
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
