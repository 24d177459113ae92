/** What the build that reads files (pkg/files) exports beside the engine, and what is said between the page and its worker. */

export type Anchor = "start-codon" | "transcript-start";

/** What is cut out of a genome. */
export interface ExtractionOptions {
  anchor: Anchor;
  /** Bases before the anchor, and from it on. */
  length: number;
  downstream?: number;
  species: string;
  assembly: string;
}

export interface GenomeNote {
  what: string;
  count: number;
  examples: string[];
}

export interface GenomeReport {
  genes: number;
  /** Promoters of the length that was asked for, and those that their contig's end cuts short. */
  full: number;
  short: number;
  contigs: number;
  bases: number;
  notes: GenomeNote[];
}

/** What a file holds, told by its content. */
export type FileKind = "fasta" | "2bit" | "genbank" | "annotation";

export interface GenomeFile {
  name: string;
  kind: FileKind;
}

export const architectures = ["fun-prose", "camformer", "reporter-resnet", "joint"] as const;
export type Architecture = (typeof architectures)[number];

export interface ImportOptions {
  architecture: Architecture;
  /** Hyperparameters as JSON, with `tfs`, `scaling` and `frame` where known. */
  config: string;
  /** The TFs in input order, one a line; those of the configuration where it is absent. */
  tfs?: string;
  id: string;
  title: string;
}

/** A model's manifest as JSON, and the files beside it. */
export interface ModelParts {
  manifest: string;
  files: { name: string; bytes: Uint8Array<ArrayBuffer> }[];
  notes: string[];
}

/** Embeddings of samples. */
export interface EmbeddingRows {
  /** Absent where the file has none: the rows then stand in the samples' order. */
  names: string[] | undefined;
  /** rows x positions x width, row-major */
  values: Float32Array;
}

export interface FilesModule {
  default(input: { module_or_path: WebAssembly.Module }): Promise<{ memory: WebAssembly.Memory }>;
  GenomeReader: new () => GenomeReader;
  /** `checkpoint`: the bytes of a file, safetensors or PyTorch's own. */
  importModel(options: ImportOptions & { checkpoint: Uint8Array }): Promise<{
    manifest: string;
    weights: Uint8Array<ArrayBuffer>;
    notes: string[];
  }>;
  unpackModel(zip: Uint8Array): Promise<ModelParts>;
  readEmbeddings(bytes: Uint8Array, positions: number, width: number): EmbeddingRows;
}

export interface GenomeReader {
  /** Bytes of one file in order, decompressed. */
  push(chunk: Uint8Array): void;
  /** That was all of a file of FASTA, 2bit or GenBank, told by content. */
  endSequence(): void;
  /** That was all of a file of GFF3 or GTF, told by content; it may end in its genome. */
  endAnnotation(): void;
  hasSequence(): boolean;
  /** May be called again with other options. */
  extract(options: ExtractionOptions): GenomePromoters;
  free(): void;
}

export interface GenomePromoters {
  report(): GenomeReport;
  fasta(): string;
  catalogue(): Uint8Array<ArrayBuffer>;
  free(): void;
}

/** Each question with what it carries and what comes back. */
export interface FileCalls {
  open: { ask: { module: WebAssembly.Module }; answer: object };
  /** What was read before is forgotten. */
  readGenome: { ask: { files: File[] }; answer: { files: GenomeFile[] } };
  extract: {
    ask: { options: ExtractionOptions };
    answer: { report: GenomeReport; fasta: Blob; catalogue: Blob };
  };
  importModel: { ask: { options: ImportOptions; checkpoint: File }; answer: ModelParts };
  unpackModel: { ask: { file: File }; answer: ModelParts };
  readEmbeddings: { ask: { file: File; positions: number; width: number }; answer: EmbeddingRows };
}
