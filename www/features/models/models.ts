import type { ModelRegistry } from "../../engine/model-registry";
import { summaryOf, type Manifest, type ModelSummary } from "../../engine/manifest";
import { isOwnModel } from "../../engine/own-model-assets";
import type { CallOptions } from "../../engine/rpc";
import { strings } from "../../strings/index";
import { Latest } from "../../state/latest";
import { describe, failure, refusal } from "../../state/message";
import { Observable } from "../../state/observable";
import { listOwnModels, removeOwnModel, renameOwnModel, type OwnModel } from "./own-models";
import type { Progress } from "../../state/progress";

/** Puts a loaded model in the place of the one in use. */
type Install = () => Promise<void>;

/** What is known of a model before it is chosen. */
export interface ModelDetails {
  manifest: Manifest;
  /** What choosing it downloads, in bytes; nothing of one that this browser keeps. */
  size: number;
}

/** The models that this copy of the page has, those that the visitor added, and the one that is being loaded. */
export class Models extends Observable {
  /** Ids in the registry's order; empty until it was read. */
  shipped: readonly string[] = [];
  /** Empty until {@link listOwn}. */
  own: readonly OwnModel[] = [];
  defaultId = "";
  /** The model that was asked for last and is not in use. */
  asked = "";
  progress: Progress = { state: "idle" };
  private readonly summaries = new Map<string, ModelSummary>();
  private describing: Promise<unknown> | undefined;
  private readonly latest = new Latest();

  constructor(
    private readonly registry: ModelRegistry,
    private readonly load: (id: string, options: CallOptions, isRetry: boolean) => Promise<Install>,
  ) {
    super();
  }

  /** Reads which models there are. */
  async list(): Promise<void> {
    const entries = await this.registry.entries();
    this.shipped = entries.map(({ id }) => id);
    this.defaultId = entries.find(({ isDefault }) => isDefault)?.id ?? "";
    this.changed();
  }

  /** Reads which models this browser keeps. */
  async listOwn(): Promise<void> {
    this.own = await listOwnModels().catch(() => []);
    for (const { id, manifest } of this.own) this.summaries.set(id, summaryOf(id, manifest));
    this.changed();
  }

  async renameOwn(id: string, title: string): Promise<void> {
    await renameOwnModel(id, title);
    this.registry.forget(id);
    await this.listOwn();
  }

  /** Deletes a model that the visitor added; the one in use is left first. */
  async removeOwn(id: string, isInUse: boolean): Promise<void> {
    if (isInUse && !(await this.choose(this.defaultId))) return;
    await removeOwnModel(id);
    this.registry.forget(id);
    this.summaries.delete(id);
    if (this.asked === id) this.dismiss();
    await this.listOwn();
  }

  get ids(): readonly string[] {
    return [...this.shipped, ...this.own.map(({ id }) => id)];
  }

  /** Where there is but one, there is nothing to choose. */
  get isChoice(): boolean {
    return this.ids.length > 1;
  }

  summary(id: string): ModelSummary | undefined {
    return this.summaries.get(id);
  }

  titleOf(id: string): string {
    return this.summary(id)?.title ?? id;
  }

  /** What a model reads and predicts; undefined where there is none of that name, or its manifest cannot be had. */
  async find(id: string): Promise<ModelSummary | undefined> {
    if (isOwnModel(id) && !this.ids.includes(id)) await this.listOwn();
    if (!this.ids.includes(id)) return undefined;
    const known = this.summaries.get(id);
    if (known) return known;
    const manifest = await this.registry.manifest(id).catch(() => undefined);
    if (!manifest) return undefined;
    const summary = summaryOf(id, manifest);
    this.summaries.set(id, summary);
    this.changed();
    return summary;
  }

  async details(id: string): Promise<ModelDetails> {
    const manifest = await this.registry.manifest(id);
    if (isOwnModel(id)) return { manifest, size: 0 };
    const listed = (await this.registry.entries()).find((entry) => entry.id === id);
    return { manifest, size: listed?.size ?? manifest.weights?.bytes ?? 0 };
  }

  /** Reads the manifests of all models: when the list is opened, or nothing else is to be done. */
  describeAll(): void {
    this.describing ??= Promise.all([this.listOwn(), ...this.shipped.map((id) => this.find(id))]).finally(
      () => (this.describing = undefined),
    );
  }

  /** Loads a model beside the one in use and then changes over; true when it did. What is in use stays until then, and after a failure. */
  async choose(id: string): Promise<boolean> {
    const signal = this.latest.start();
    const isRetry = this.asked === id && this.progress.state === "failed";
    const report = (done: number, total: number) => this.show(id, { state: "running", done, total });
    let isOver = false;
    report(0, 0);
    try {
      if (isOwnModel(id)) await this.find(id);
      if (!this.ids.includes(id)) throw refusal("model.not-here", { id });
      // What is still on its way after a failure has nothing to say any more.
      const onProgress = (done: number, total: number) => signal.aborted || isOver || report(done, total);
      const install = await this.load(id, { signal, onProgress }, isRetry);
      if (signal.aborted) return false;
      const installing = install();
      // Nothing is left to be cancelled.
      this.show("", { state: "idle" });
      await installing;
      return true;
    } catch (reason) {
      isOver = true;
      if (!signal.aborted)
        this.show(id, {
          ...failure(reason),
          message: strings.models.failed(this.titleOf(id), describe(reason)),
        });
      return false;
    }
  }

  cancel(): void {
    this.latest.cancel();
    this.show(this.asked, { state: "cancelled" });
  }

  /** Leaves what was asked for alone. */
  dismiss(): void {
    this.latest.cancel();
    this.show("", { state: "idle" });
  }

  private show(asked: string, progress: Progress): void {
    this.asked = asked;
    this.progress = progress;
    this.changed();
  }
}
