/** Everything that is said between the page and its worker; the one file both sides share. */

export type BackendName = "cpu" | "webgpu";

export interface ModelDescription {
  id: string;
  version: string;
  title: string;
  species: string;
  architecture: string;
  /** Number of bases the model reads. */
  window: number;
  /** What the last base of the window stands next to, for example "start codon". */
  anchor: string;
  outputUnit: string;
  tfs: { id: string; name: string }[];
  /** Number of networks whose predictions are averaged. */
  members: number;
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
  missing: string[];
  unknown: string[];
  notes: string[];
}

export interface GridResult {
  /** promoters x conditions, row-major */
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

/** Each question with what it carries and what comes back. */
export interface Calls {
  open: { ask: { backend: BackendName; module: WebAssembly.Module }; answer: { backend: BackendName } };
  loadModel: { ask: { manifest: string; weights: Uint8Array }; answer: ModelDescription };
  readPromoters: { ask: { text: string }; answer: PromoterInput };
  readConditions: { ask: { text: string }; answer: ConditionInput };
  loadCatalogue: { ask: { bytes: Uint8Array }; answer: { size: number; assembly: string } };
  findGene: { ask: { name: string }; answer: (CatalogueGene & { sequence: string }) | null };
  allGenes: { ask: object; answer: (CatalogueGene & { sequence: string })[] };
  completeGene: { ask: { prefix: string; limit: number }; answer: CatalogueGene[] };
  grid: {
    ask: { sequences: string[]; conditions: Float32Array; conditionCount: number };
    answer: GridResult;
  };
  mutagenesis: {
    /** `range`: positions of the window to mutate, all where absent. */
    ask: { sequence: string; condition: Float32Array; range?: [number, number] };
    answer: MutagenesisResult;
  };
}

export type CallName = keyof Calls;
export type Ask<K extends CallName> = Calls[K]["ask"];
export type Answer<K extends CallName> = Calls[K]["answer"];

export type Request = { [K in CallName]: { kind: K; id: number } & Ask<K> }[CallName];
export type ToWorker = Request | { kind: "cancel"; id: number };

export type FromWorker =
  | { kind: "progress"; id: number; done: number; total: number }
  | { kind: "answer"; id: number; value: Answer<CallName> }
  | { kind: "failure"; id: number; name: string; message: string };
