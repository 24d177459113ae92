/** A model as it describes itself. */
export interface Model {
  id: string;
  version: string;
  /** Number of bases it reads, the last one just before the start codon, or at the end of a reporter construct. */
  window: number;
  /** Unit of the responses, for example "log2 ratio to the reference sample". */
  unit: string;
}

export interface Results {
  model: Model;
  backend: "cpu" | "webgpu";
  promoters: string[];
  conditions: string[];
  /** A row per promoter, a value per condition. */
  responses: number[][];
  /** One standard deviation of the expected error, in the unit of the responses. */
  spreads: number[][];
}

/** What happened: its code, which is stable, the parameters, and one sentence for the visitor, whose words may change. */
export interface Problem {
  code: string;
  parameters: Readonly<Record<string, unknown>>;
  message: string;
}

/** What could not be used ("error") or was corrected ("note"). */
export interface Message extends Problem {
  kind: "error" | "note";
}

/** What became of an input: the names in use now, and sentences about what could not be used or was corrected. */
export interface Taken {
  names: string[];
  problems: string[];
  notes: string[];
  /** The same with codes and parameters. */
  messages: Message[];
}

export interface ChosenCell {
  promoter: string;
  condition: string;
  response: number;
  spread: number;
}

/** Where a promoter lies: from 0 on the forward strand of a contig, half-open. */
export interface Place {
  contig: string;
  start: number;
  end: number;
  /** What the promoter is read from. */
  strand: "+" | "-";
}

/** One base, as igv.js takes features of a track of the type "wig". */
export interface BaseFeature {
  chr: string;
  start: number;
  end: number;
  /** Its importance: minus the mean change over the three other bases; positive where it supports the response. */
  value: number;
  /** The letter of the strand that the coordinates are of: the forward one of a genome. */
  base: string;
}

/** A stretch of important bases, as igv.js takes features of a track of the type "annotation". */
export interface StretchFeature {
  chr: string;
  start: number;
  end: number;
  /** The motif that it looks like most, or else its bases. */
  name: string;
  /** -100 log10 of the p-value, from 0 to 1000. */
  score: number;
  strand: "+" | "-" | ".";
  /** The sum of its bases' importance. */
  total: number;
  /** Blue raises the response, orange lowers it. */
  color: string;
}

/** What the track on show is of. */
export interface TrackNames {
  promoter: string;
  condition: string;
  place: Place | null;
}

/** The bases behind the chosen value, by their place. */
export interface TrackFeatures extends TrackNames {
  model: Model;
  unit: string;
  response: number;
  /** Those of the genome where the promoter's place is known; elsewhere the promoter's own, whose name is `chr`. */
  coordinates: "genome" | "promoter";
  bases: BaseFeature[];
  seqlets: StretchFeature[];
}

/** <cisight-app>. Every promise rejects with an Error whose message is one sentence for the visitor; it has `code` and `parameters` too. */
export class CisightApp extends HTMLElement {
  /** Folder with the package's files (its dist/); where absent, beside the script. Read once. */
  src: string;
  /** Id of a model in that folder's models/registry.json; where absent, or unknown, the default one. */
  model: string | null;
  /** Names of genes, with spaces or commas between them. */
  genes: string | null;
  /** Ids of the model's measured conditions, with spaces or commas between them. */
  conditions: string | null;
  /** "cpu", "webgpu" or "auto". Read once. */
  backend: string;
  /** "light", "dark" or "auto" (the system's); where absent, the color-scheme of the page around. */
  theme: string | null;
  /** Whether the visitor's work is kept in the browser, for the page's origin, and offered again. Read once. */
  keepsWork: boolean;
  /** Without a header, for narrow places. */
  compact: boolean;
  /** Puts FASTA, or one raw sequence, in the place of the visitor's own sequences. */
  loadSequences(text: string): Promise<Taken>;
  setGenes(names: string[]): Promise<Taken>;
  setConditions(ids: string[]): Promise<Taken>;
  /** TSV or CSV: TFs in the first column, log2 ratios of a condition in every other one. */
  setTfTable(text: string): Promise<Taken>;
  /** Waits until no prediction is under way. */
  getResults(): Promise<Results>;
  /** The bases behind the chosen value, as features of a genome browser; computed where they are not on show. */
  getTrack(): Promise<TrackFeatures>;
}

declare global {
  interface HTMLElementTagNameMap {
    "cisight-app": CisightApp;
  }
  interface HTMLElementEventMap {
    /** The model is loaded and the first prediction is there. */
    "cisight-ready": CustomEvent<Model>;
    "cisight-results": CustomEvent<Results>;
    /** The visitor, or the page, chose another promoter or condition. */
    "cisight-cell": CustomEvent<ChosenCell>;
    /** The bases behind the chosen value are computed: ask with `getTrack()`. */
    "cisight-track": CustomEvent<TrackNames>;
    /** The model could not be loaded; the element shows the same sentence and lets the visitor try again. */
    "cisight-error": CustomEvent<Problem>;
  }
}
