/** What is said between the page and the worker with the build that reads files (pkg/files), which declares what it takes and gives. */

import type {
  EmbeddingRows,
  ExtractionOptions,
  GenomeReport,
  ImportOptions,
  ModelParts,
} from "../../pkg/files/cisight";

export type {
  Anchor,
  AnnotationLineProblem,
  Counted,
  EmbeddingRows,
  Example,
  ExtractionOptions,
  GenomeNote,
  GenomeReport,
  ImportNote,
  ImportOptions,
  ModelParts,
} from "../../pkg/files/cisight";

/** What a file holds, told by its content. */
export type FileKind = "fasta" | "2bit" | "genbank" | "annotation";

export interface GenomeFile {
  name: string;
  kind: FileKind;
}

export const architectures = [
  "fun-prose",
  "camformer",
  "contextual-regression",
  "reporter-resnet",
  "joint",
] as const;
export type Architecture = (typeof architectures)[number];

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
