import { property } from "lit/decorators.js";
import {
  getResults,
  getTrack,
  loadSequences,
  setConditions,
  setGenes,
  setTfTable,
  useModel,
  type Taken,
} from "../embed/commands";
import { readModel, readResults, type Results } from "../embed/results";
import type { TrackFeatures } from "../embed/track";
import { watch } from "../embed/watch";
import { folderAssets } from "../engine/folder-assets";
import { backendChoice, defaultLimits } from "./address-options";
import type { KeptWork } from "../features/sessions/kept-work";
import { Workbench } from "./workbench";
import { BenchElement } from "./bench-element";

/** A view that is hidden for longer than this has been taken away, not moved. */
const movingMs = 1000;

/** An element with a workbench: the page's, or, in somebody else's page, one of its own, made from its attributes. */
export class EmbeddableElement extends BenchElement {
  /** The folder with the engine's files where `src` does not name one. */
  static folder = "./";

  /** The folder with the engine's files; read once. */
  @property() src = "";
  /** The id of a model in that folder's models/registry.json; its default one where absent. */
  @property() model: string | null = null;
  @property() genes: string | null = null;
  @property() conditions: string | null = null;
  /** "cpu", "webgpu" or "auto"; read once. */
  @property() backend = "auto";
  /** Whether the visitor's work may be kept in the browser, for this page's origin, and offered again; read once. */
  @property({ type: Boolean, attribute: "keep-work" }) keepsWork = false;
  /** Absent until the page stands. */
  @property({ attribute: false }) work: KeptWork | undefined;
  protected ownsBench = false;

  loadSequences(text: string): Promise<Taken> {
    return this.ask(loadSequences(this.open(), text));
  }

  setGenes(names: string[]): Promise<Taken> {
    return this.ask(setGenes(this.open(), names));
  }

  setConditions(ids: string[]): Promise<Taken> {
    return this.ask(setConditions(this.open(), ids));
  }

  setTfTable(text: string): Promise<Taken> {
    return this.ask(setTfTable(this.open(), text));
  }

  getResults(): Promise<Results> {
    return getResults(this.open());
  }

  getTrack(): Promise<TrackFeatures> {
    return getTrack(this.open());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // It was taken away while it was still loading.
    if (this.ownsBench && this.bench.phase.state === "failed") void this.bench.start();
    if (this.ownsBench) this.keepWork();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.ownsBench) setTimeout(() => this.isConnected || this.rest(), movingMs);
  }

  private rest(): void {
    this.bench.rest();
    this.work?.stop();
    this.work = undefined;
  }

  /** What the page around asks for is not the visitor's work. */
  private async ask<Answer>(command: Promise<Answer>): Promise<Answer> {
    try {
      return await command;
    } finally {
      this.work?.rebase();
    }
  }

  /** Begins again in an element that was taken away and put back. */
  private keepWork(): void {
    const { bench } = this;
    if (!this.ownsBench || !this.keepsWork || this.work) return;
    void bench
      .until(() => bench.phase.state === "ready" && !bench.isBusy)
      .then(() => import("../kept-work"))
      .then(({ startKeptWork }) => (this.work ??= startKeptWork(bench, "element")));
  }

  override willUpdate(changed: Map<string, unknown>): void {
    const bench = this.open();
    if (!this.hasUpdated || !this.ownsBench) return;
    if (changed.has("model")) void useModel(bench, this.model);
    // What cannot be used is said beside the field, as for a visitor's own input.
    if (changed.has("genes")) setGenes(bench, names(this.genes) ?? []).catch(() => undefined);
    if (changed.has("conditions")) setConditions(bench, names(this.conditions) ?? []).catch(() => undefined);
  }

  private tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  /** Made late, so that whatever is set on a fresh element before its first drawing counts. */
  private open(): Workbench {
    if (this.hasBench) return this.bench;
    this.ownsBench = true;
    const bench = (this.bench = this.createBench());
    watch(bench, {
      ready: () => this.tell("cisight-ready", readModel(bench)),
      results: () => this.tell("cisight-results", readResults(bench)),
      cell: (cell) => this.tell("cisight-cell", cell),
      track: (names) => this.tell("cisight-track", names),
      failed: (problem) => this.tell("cisight-error", problem),
    });
    void bench.start();
    this.keepWork();
    return bench;
  }

  private createBench(): Workbench {
    const folder = new URL((this.src || EmbeddableElement.folder).replace(/\/?$/, "/"), document.baseURI);
    const [genes, presets] = [names(this.genes), names(this.conditions)];
    return new Workbench({
      assets: folderAssets(folder),
      choice: backendChoice(this.backend),
      ...defaultLimits,
      keepsAddress: false,
      begin: {
        ...(this.model && { model: this.model }),
        ...(genes && { genes }),
        ...(presets && { presets }),
      },
    });
  }
}

/** "HSP12, YFL014W" as a list; undefined where the attribute is absent. */
function names(text: string | null): string[] | undefined {
  return text?.split(/[\s,;]+/).filter(Boolean);
}
