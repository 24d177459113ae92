import type { Calibration, Frame } from "./messages";

/** What a manifest says of one thing that a model reads; format 1 has one sequence and no `kind`. */
interface InputSpec {
  name?: string;
  kind?: string;
  window?: number;
  downstream?: number;
  anchor?: string;
  frame?: Frame;
}

interface OutputSpec {
  name?: string;
  unit?: string;
  relative?: boolean;
  scale?: "log" | "linear" | "probability";
  spread?: unknown;
  calibration?: Calibration;
}

/** What the page itself reads of a model's manifest.json; the engine reads all of it. */
export interface Manifest {
  version?: string;
  title?: string;
  species?: string;
  architecture?: string;
  members?: number;
  /** Format 2. */
  inputs?: InputSpec[];
  conditions?: { tfs?: unknown[] };
  outputs?: OutputSpec[];
  /** Format 1. */
  input?: InputSpec;
  tfs?: unknown[];
  output?: OutputSpec;
  spread?: unknown;
  /** The genome that the catalogue was cut from, as people call it. */
  genome?: string;
  /** What its TF views can and cannot tell, a sentence each. */
  limits?: string[];
  /** What it was trained on, whose it is, and under which licence its weights are. */
  data?: string;
  authors?: string;
  licence?: string;
  /** Held-out accuracy in words, and according to whom; further figures are anybody's. */
  metrics?: { accuracy?: unknown; by?: unknown } | null;
  weights?: { file?: string; bytes?: number };
  /** Further files of the folder, which a model may come without. */
  presets?: string;
  catalogue?: string;
  evidence?: string;
  motifs?: string;
  grammar?: string;
  example?: string;
  /** What goes with the example promoters, by the input that reads it. */
  example_inputs?: Record<string, string>;
}

/** What a model reads and predicts, known before its weights are. */
export interface ModelSummary {
  id: string;
  version: string;
  title: string;
  species: string;
  members: number;
  window: number;
  /** Bases of the window from the anchor on. */
  downstream: number;
  anchor: string;
  frame?: Frame;
  /** What it reads, by name and kind; a format 1 manifest names nothing. */
  inputs: readonly { name?: string; kind?: string; window?: number }[];
  outputs: readonly string[];
  /** Whether genes can be looked up in a genome that comes with it. */
  hasCatalogue: boolean;
  /** Whether experiments on its catalogue's genes come with it. */
  hasEvidence: boolean;
  /** Whether a file says what its kernels look for. */
  hasKernels: boolean;
  tfCount: number;
  outputName: string;
  outputUnit: string;
  /** Whether a response is relative to a reference, so that its sign says something. */
  isRelative: boolean;
  /** Whether a response is a probability, between 0 and 1. */
  isProbability: boolean;
  /** Where the expected error of a response is from; "" where nothing is known of it. */
  spread: "intervals" | "calibration" | "members" | "";
  /** Where measured values lie around predictions, by output; nothing where that is not known. */
  calibrations: readonly (Calibration | undefined)[];
  /** The genome that comes with it, as people call it. */
  genome: string;
  limits: readonly string[];
}

/** What units of ratios and differences are called by. */
const relativeUnit = /ratio|fold|differen|change|relative/i;
/** What an import writes where nobody said. */
const unknownUnit = "the unit that the model was trained on";

/** Whether a model reads a sequence, or vectors that were made of one: the page's rows are sequences. */
export function readsSequences({ inputs }: Manifest): boolean {
  return !inputs || inputs.some(({ kind }) => kind === "bases" || kind === "embedding");
}

export function summaryOf(id: string, manifest: Manifest): ModelSummary {
  const { version = "", title = id, species = "", members = 1 } = manifest;
  const input = manifest.inputs?.find(({ kind }) => kind === "bases") ?? manifest.input;
  const output = manifest.outputs?.[0] ?? manifest.output;
  const tfs = manifest.conditions?.tfs ?? manifest.tfs ?? [];
  const spread = output?.spread ?? manifest.spread;
  const unit = output?.unit ?? "";
  const calibrations = (manifest.outputs ?? [output]).map((own) => own?.calibration);
  const isProbability = (own: OutputSpec | undefined) => own?.scale === "probability";
  const isRelative = (own: OutputSpec | undefined) =>
    !isProbability(own) &&
    (own?.relative ??
      // Conditions are measured against a reference, as a rule.
      (own?.unit === unknownUnit ? tfs.length > 0 : relativeUnit.test(own?.unit ?? "")));
  return {
    ...{ id, version, title, members },
    // What an import writes where nobody said.
    species: species === "unknown" ? "" : species,
    window: input?.window ?? 0,
    downstream: input?.downstream ?? 0,
    anchor: input?.anchor ?? "",
    inputs: manifest.inputs ?? [],
    outputs: (manifest.outputs ?? [output]).map((own) => own?.name ?? ""),
    ...(input?.frame && { frame: input.frame }),
    hasCatalogue: Boolean(manifest.catalogue),
    hasEvidence: Boolean(manifest.evidence),
    hasKernels: Boolean(manifest.grammar),
    tfCount: tfs.length,
    outputName: output?.name ?? "",
    outputUnit: unit,
    isRelative: (manifest.outputs ?? [output]).every(isRelative),
    isProbability: (manifest.outputs ?? [output]).every(isProbability),
    spread: calibrations.every(Boolean) ? "intervals" : spread ? "calibration" : members > 1 ? "members" : "",
    calibrations,
    genome: manifest.genome ?? (species === "unknown" ? "" : species),
    limits: manifest.limits ?? [],
  };
}
