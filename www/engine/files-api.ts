/** What is said between the page and the worker with the build that reads files (pkg/files), which declares what it takes and gives. */

import type {
  Calibration,
  CallBatch,
  CallEffects,
  CallOptions,
  CallReport,
  EmbeddingAsk,
  EmbeddingPlan,
  EmbeddingRows,
  ExtractionOptions,
  GenomeReport,
  ImportOptions,
  MadeNetwork,
  ModelParts,
  NetworkOptions,
  SeenNetwork,
  WrittenDesign,
} from "../../pkg/files/cisight";

export type {
  Anchor,
  AnnotationLineProblem,
  CallBatch,
  CallEffects,
  CallOptions,
  CallReport,
  CallRow,
  CallsNote,
  Counted,
  EmbeddingAsk,
  EmbeddingPlan,
  EmbeddingRows,
  EmbeddingWindow,
  Example,
  ExtractionOptions,
  GenomeNote,
  GenomeReport,
  ImportNote,
  ImportOptions,
  MadeNetwork,
  ModelParts,
  NetworkOptions,
  Said,
  SaidInput,
  Scale,
  SeenInput,
  SeenNetwork,
  WrittenDesign,
} from "../../pkg/files/cisight";

/** Files of designs: which, and what each needs beside the designs. */
export type DesignFileAsk =
  | { format: "genbank" }
  | { format: "pool"; five: string; three: string }
  | { format: "primers"; temperature: number };

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
  /** Opens variant calls on a genome of these files, which is kept under its id for the next calls on it. */
  openCalls: { ask: { genomeId: string; genome: File[]; calls: File; options: CallOptions }; answer: object };
  /** What the files say beside differences: where measured ones are to be expected, and where they stand among random effects. */
  compareCalls: { ask: { calibration?: Calibration; effects?: Float32Array }; answer: object };
  /** What has to be predicted next, and how much of the file was read (in bytes of it); no batch at the end. */
  nextCalls: { ask: object; answer: { batch?: CallBatch; done: number } };
  /** Takes what was predicted: of each promoter of the batch, and of each of its edits. */
  scoreCalls: { ask: { references: Float32Array; responses: Float32Array }; answer: CallEffects };
  /** What was read in all, and what stands before the lines of the table and of the annotated calls. */
  endCalls: { ask: object; answer: { report: CallReport; heads: string[] } };
  importModel: { ask: { options: ImportOptions; checkpoint: File }; answer: ModelParts };
  /** The name of the ONNX file that a pack of Sequence Browser is of. */
  networkOfPack: { ask: { pack: File }; answer: string };
  /** Looks into an ONNX or a Keras file; `length` for axes that may have any, `answers` a file that says what this one does not. */
  lookAtNetwork: {
    ask: { file: File; pack?: File; length?: number; answers?: string };
    answer: SeenNetwork;
  };
  makeNetwork: { ask: { file: File; pack?: File; options: NetworkOptions }; answer: MadeNetwork };
  unpackModel: { ask: { file: File }; answer: ModelParts };
  readEmbeddings: { ask: { file: File; positions: number; width: number }; answer: EmbeddingRows };
  /** An embedder of its authors' files, or of those that the command line made; the weights are absent where they are the file's own. */
  importEmbedder: {
    ask: { config: File; checkpoint: File };
    answer: { manifest: string; weights?: Uint8Array<ArrayBuffer> };
  };
  planEmbedding: { ask: { ask: EmbeddingAsk }; answer: EmbeddingPlan };
  /** `.npz`: of each name, as many positions of `width` numbers. */
  writeEmbeddings: {
    ask: { names: string[]; positions: Uint32Array; width: number; values: Float32Array };
    answer: Uint8Array<ArrayBuffer>;
  };
  writeDesigns: { ask: { designs: WrittenDesign[]; file: DesignFileAsk }; answer: string };
}
