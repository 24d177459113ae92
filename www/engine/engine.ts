import { Analysis } from "./analysis";
import { Backends, type BackendOptions, type BackendStatus, type GrowthOptions } from "./backends";
import { searchDesigns, type Scanner } from "./design-search";
import type { Answer, Ask, DesignResult, ModelDescription } from "./messages";
import type { ModelFolder } from "./model-files";
import { Downloads } from "./downloads";
import { ModelWorker, type ModelFiles, type ModelSource } from "./model-worker";
import type { PartialTrack } from "./parts";
import { helperCount } from "./pool";
import { checkRequirements } from "./requirements";
import type { CallOptions } from "./rpc";

/** What the page knows of the engine with one model in it: questions in, promises out, the work itself in workers. */
export class Engine {
  readonly analysis: Analysis;
  private readonly backends: Backends;
  private opening: Promise<ModelFolder> | undefined;
  private downloading: Promise<ModelFiles> | undefined;
  private catalogue: Promise<unknown> | undefined;
  /** Of the genome that takes the place of the model's own. */
  private otherCatalogue: (() => Promise<Uint8Array>) | undefined;
  private hasFailed = false;

  constructor(
    options: BackendOptions,
    private readonly openFolder: (cache: RequestCache) => Promise<ModelFolder>,
    onStatus: (status: BackendStatus) => void,
    mayBeGraph = false,
  ) {
    const source: ModelSource = {
      mayBeGraph,
      architecture: async () => (await this.folder).manifest.architecture,
      files: () => this.files(),
    };
    this.backends = new Backends(source, options, onStatus);
    // Where memory is scarce, one worker does everything.
    const apart = helperCount() > 0 ? new ModelWorker("cpu", options.assets, source) : this.backends.cpu;
    this.analysis = new Analysis(apart, {
      motifs: async () => (await this.folder).motifs(),
      evidence: async () => (await this.folder).evidence(),
    });
    const forget = this.backends.cpu.onLost;
    this.backends.cpu.onLost = () => {
      forget();
      this.catalogue = undefined;
    };
  }

  get folder(): Promise<ModelFolder> {
    return (this.opening ??= this.openFolder(this.hasFailed ? "reload" : "default"));
  }

  get status(): BackendStatus {
    return this.backends.status;
  }

  /** Opens the model on the CPU; can be called again after a failure, and then downloads everything anew. */
  async open(options?: CallOptions): Promise<ModelDescription> {
    const downloads = options?.onProgress && new Downloads(options.onProgress);
    // The download starts at once; the worker asks for it when its script has arrived.
    const files = this.files({ ...options, onProgress: downloads?.part() });
    try {
      // Not awaited apart: what is missing must be known early, but must not delay anyone.
      await Promise.all([checkRequirements(), files, this.backends.cpu.open(downloads?.part())]);
      return this.backends.cpu.model!;
    } catch (error) {
      // A worker that is still being started would ask for files again, and hand on what became of them.
      this.backends.rest();
      this.hasFailed = true;
      this.opening = this.downloading = undefined;
      throw error;
    }
  }

  private files(options?: CallOptions): Promise<ModelFiles> {
    return (this.downloading ??= this.folder.then((folder) => folder.files(options)));
  }

  /** Ends the workers of a page that is not shown any more; the next question starts them again. */
  rest(): void {
    this.backends.rest();
    this.analysis.rest();
  }

  startWebGpu(model: ModelDescription): Promise<void> {
    return this.backends.startWebGpu(model);
  }

  grid(
    ask: Ask<"grid">,
    options?: CallOptions,
    onRows?: (whole: Answer<"grid">) => void,
  ): Promise<Answer<"grid">> {
    return this.backends.grid(ask, options, onRows);
  }

  /** Responses of samples and of edits of them. */
  edits(ask: Ask<"edits">, options?: CallOptions): Promise<Answer<"edits">> {
    return this.backends.edits(ask, options);
  }

  mutagenesis(
    ask: Ask<"mutagenesis">,
    growth: GrowthOptions,
    onPart: (track: PartialTrack) => void,
    signal?: AbortSignal,
  ): Promise<PartialTrack> {
    return this.backends.mutagenesis(ask, growth, onPart, signal);
  }

  /** Designs of a sample; the model has so many outputs. */
  design(ask: Ask<"startDesign">, outputs: number, options: CallOptions = {}): Promise<DesignResult> {
    const { analysis, backends } = this;
    const scan: Scanner = (...asked) => backends.scans(...asked);
    return searchDesigns(ask, outputs, { analysis, scan }, options);
  }

  cluster(ask: Ask<"cluster">, options?: CallOptions): Promise<Answer<"cluster">> {
    return this.analysis.ask("cluster", ask, options);
  }

  /** `input`: which of the model's sequences it is, by its place; the first where it is absent. */
  readPromoters(text: string, options?: CallOptions, input?: number): Promise<Answer<"readPromoters">> {
    return this.backends.ask("readPromoters", { text, ...(input !== undefined && { input }) }, options);
  }

  readNumbers(text: string, input: number, options?: CallOptions): Promise<Answer<"readNumbers">> {
    return this.backends.ask("readNumbers", { text, input }, options);
  }

  readConditions(text: string, options?: CallOptions): Promise<Answer<"readConditions">> {
    return this.backends.ask("readConditions", { text }, options);
  }

  readVariants(ask: Ask<"readVariants">, options?: CallOptions): Promise<Answer<"readVariants">> {
    return this.backends.ask("readVariants", ask, options);
  }

  readTable(text: string, options?: CallOptions): Promise<Answer<"readTable">> {
    return this.backends.ask("readTable", { text }, options);
  }

  async findGene(name: string): Promise<Answer<"findGene">> {
    await this.loadCatalogue();
    return this.backends.ask("findGene", { name });
  }

  async allGenes(): Promise<Answer<"allGenes">> {
    await this.loadCatalogue();
    return this.backends.ask("allGenes", {});
  }

  /** Some genes, always the same ones: those that random changes are made in. */
  async drawnGenes(): Promise<Answer<"drawnGenes">> {
    await this.loadCatalogue();
    return this.backends.ask("drawnGenes", {});
  }

  unlikeTraining(ask: Ask<"unlikeTraining">, options?: CallOptions): Promise<Answer<"unlikeTraining">> {
    return this.backends.ask("unlikeTraining", ask, options);
  }

  async completeGene(prefix: string, limit: number): Promise<Answer<"completeGene">> {
    await this.loadCatalogue();
    return this.backends.ask("completeGene", { prefix, limit });
  }

  loadCatalogue(): Promise<unknown> {
    if (!this.catalogue) {
      this.catalogue = this.fetchCatalogue();
      this.catalogue.catch(() => (this.catalogue = undefined));
    }
    return this.catalogue;
  }

  /** Genes are looked up in another genome from now on; in the model's own where none is given. */
  useCatalogue(load: (() => Promise<Uint8Array>) | undefined): void {
    this.otherCatalogue = load;
    this.catalogue = undefined;
  }

  private async fetchCatalogue(): Promise<unknown> {
    const { otherCatalogue } = this;
    const bytes = await (otherCatalogue ? otherCatalogue() : (await this.folder).catalogue());
    // Another genome came in between.
    if (otherCatalogue !== this.otherCatalogue) return this.loadCatalogue();
    return this.backends.ask("loadCatalogue", { bytes }, {}, [bytes.buffer]);
  }
}

/** Who has an engine, and may put another one, with another model, in its place. */
export interface EngineOwner {
  readonly engine: Engine;
}
