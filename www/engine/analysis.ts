import { strings } from "../strings";
import type { Answer, Ask, CallName, EvidenceFile, KnownOfGene, MotifFile } from "./messages";
import type { ModelWorker } from "./model-worker";
import type { CallOptions } from "./rpc";
import { workerGone } from "./worker-gone";

type Question =
  | "attribution"
  | "activationMap"
  | "features"
  | "comparison"
  | "grid"
  | "terms"
  | "tfEffects"
  | "tfRanking"
  | "effectScale"
  | "cluster"
  | "groups"
  | "shuffle"
  | "modiscoFiles";

/** Files of the model that are fetched when they are first needed. */
interface OwnFiles {
  motifs(): Promise<string>;
  evidence(): Promise<Uint8Array>;
}

/** What explains a response and searches for better ones: on a worker of its own, so that predictions need not wait for it. */
export class Analysis {
  /** What was given instead of the model's own. */
  private motifText: string | undefined;
  private motifs: Promise<MotifFile> | undefined;
  private evidence: Promise<EvidenceFile> | undefined;

  constructor(
    private readonly worker: ModelWorker,
    private readonly files: OwnFiles,
  ) {
    worker.onLost = () => (this.motifs = this.evidence = undefined);
  }

  /** Reads motifs in MEME's minimal format and keeps them; where they cannot be read, those before stay. */
  async readMotifs(text: string): Promise<MotifFile> {
    const motifs = await this.call("loadMotifs", { text });
    this.motifText = text;
    this.motifs = Promise.resolve(motifs);
    return motifs;
  }

  loadMotifs(): Promise<MotifFile> {
    if (!this.motifs) {
      this.motifs = this.firstMotifs();
      this.motifs.catch(() => (this.motifs = undefined));
    }
    return this.motifs;
  }

  async scanMotifs(sequence: string, pValue: number, options?: CallOptions): Promise<Answer<"scanMotifs">> {
    if (!(await this.loadMotifs()).motifs.length) return [];
    return this.call("scanMotifs", { sequence, pValue }, options);
  }

  async seqlets(ask: Ask<"seqlets">, options?: CallOptions): Promise<Answer<"seqlets">> {
    if (!(await this.loadMotifs()).motifs.length) return [];
    return this.call("seqlets", ask, options);
  }

  /** What is known of a gene of the model's catalogue, by its systematic name, apart from the model. */
  async evidenceOf(
    gene: string,
    options?: CallOptions,
  ): Promise<{ file: EvidenceFile; known: KnownOfGene | null }> {
    if (!this.evidence) {
      // Whoever asked first may cancel; others wait for the same file.
      this.evidence = this.firstEvidence();
      this.evidence.catch(() => (this.evidence = undefined));
    }
    const file = await this.evidence;
    return { file, known: await this.call("evidenceOf", { gene }, options) };
  }

  rest(): void {
    this.worker.end(strings.backend.resting);
  }

  ask<K extends Question>(kind: K, ask: Ask<K>, options?: CallOptions): Promise<Answer<K>> {
    return this.call(kind, ask, options);
  }

  /** Where a design names motifs, the worker has to have them, however lately it was started. */
  async startDesign(ask: Ask<"startDesign">, options?: CallOptions): Promise<Answer<"startDesign">> {
    const { moves, rules } = ask.options;
    if (moves.motifs.length || rules.guarded.length) await this.loadMotifs();
    return this.call("startDesign", ask, options);
  }

  continueDesign(ask: Ask<"continueDesign">, options?: CallOptions): Promise<Answer<"continueDesign">> {
    return this.call("continueDesign", ask, options);
  }

  /** Frees a search that nobody waits for any more, unless it is gone with its worker. */
  endDesign(search: number): void {
    if (this.worker.isOpen) this.worker.call("endDesign", { search }).catch(() => undefined);
  }

  private async firstMotifs(): Promise<MotifFile> {
    const text = this.motifText ?? (await this.files.motifs());
    return text ? this.call("loadMotifs", { text }) : { motifs: [], withoutMatrix: [] };
  }

  private async firstEvidence(): Promise<EvidenceFile> {
    return this.call("loadEvidence", { bytes: await this.files.evidence() });
  }

  private async call<K extends CallName>(kind: K, ask: Ask<K>, options?: CallOptions): Promise<Answer<K>> {
    try {
      return await this.worker.call(kind, ask, options);
    } catch (error) {
      throw workerGone(error);
    }
  }
}
