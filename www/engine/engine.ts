import { Backends, type BackendOptions, type BackendStatus } from "./backends";
import type { Answer, Ask, ModelDescription } from "./messages";
import { ModelFolder } from "./model-files";
import type { CallOptions } from "./rpc";

/** What the page knows of the engine: questions in, promises out, the work itself in workers. */
export class Engine {
  readonly folder: Promise<ModelFolder>;
  private readonly backends: Backends;
  private catalogue: Promise<unknown> | undefined;

  constructor(options: BackendOptions, onStatus: (status: BackendStatus) => void) {
    this.folder = ModelFolder.open();
    const files = this.folder.then((folder) => folder.files());
    // Reported where the worker awaits it; without this line a slow worker would make it an unhandled rejection first.
    files.catch(() => undefined);
    this.backends = new Backends(files, options, onStatus);
    this.backends.cpu.onLost = () => (this.catalogue = undefined);
  }

  get status(): BackendStatus {
    return this.backends.status;
  }

  async open(): Promise<ModelDescription> {
    await this.backends.cpu.open();
    return this.backends.cpu.model!;
  }

  startWebGpu(model: ModelDescription): Promise<void> {
    return this.backends.startWebGpu(model);
  }

  grid(ask: Ask<"grid">, options?: CallOptions): Promise<Answer<"grid">> {
    return this.backends.compute("grid", ask, options);
  }

  mutagenesis(ask: Ask<"mutagenesis">, options?: CallOptions): Promise<Answer<"mutagenesis">> {
    return this.backends.compute("mutagenesis", ask, options);
  }

  readPromoters(text: string, options?: CallOptions): Promise<Answer<"readPromoters">> {
    return this.backends.cpu.call("readPromoters", { text }, options);
  }

  readConditions(text: string, options?: CallOptions): Promise<Answer<"readConditions">> {
    return this.backends.cpu.call("readConditions", { text }, options);
  }

  async findGene(name: string): Promise<Answer<"findGene">> {
    await this.loadCatalogue();
    return this.backends.cpu.call("findGene", { name });
  }

  async completeGene(prefix: string, limit: number): Promise<Answer<"completeGene">> {
    await this.loadCatalogue();
    return this.backends.cpu.call("completeGene", { prefix, limit });
  }

  loadCatalogue(): Promise<unknown> {
    if (!this.catalogue) {
      this.catalogue = this.fetchCatalogue();
      this.catalogue.catch(() => (this.catalogue = undefined));
    }
    return this.catalogue;
  }

  private async fetchCatalogue() {
    const bytes = await (await this.folder).catalogue();
    return this.backends.cpu.call("loadCatalogue", { bytes }, {}, [bytes.buffer]);
  }
}
