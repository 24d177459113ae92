import type { Engine } from "../../engine/engine";
import type {
  MotifFile,
  ActivationMap,
  AttributionMethod,
  AttributionResult,
  FeaturesResult,
  ModelDescription,
  Motif,
  MotifHit,
  Seqlet,
} from "../../engine/messages";
import { isAbort } from "../../engine/rpc";
import type { ConditionColumn } from "../conditions/conditions";
import { Families, hasTerms } from "../families/families";
import { Latest } from "../../state/latest";
import { failed, failure, note, type Message } from "../../state/message";
import { oncePerModel } from "../../state/once";
import { Observable } from "../../state/observable";
import type { Predictions } from "../map/predictions";
import type { Track } from "../map/grid";
import type { Progress } from "../../state/progress";
import { askOf, isSamePlace } from "../map/columns";
import type { PromoterRow } from "../promoters/promoters";

/** What can be shown below the mutagenesis, in the order in which it is. */
export const layerKinds = [
  "sites",
  "gradient",
  "deeplift",
  "integrated-gradients",
  "grad-cam",
  "motifs",
  "seqlets",
] as const;
export type LayerKind = (typeof layerKinds)[number];

/** What needs a backward pass. */
const byGradient = new Set<LayerKind>(["gradient", "deeplift", "integrated-gradients"]);

/** Dinucleotide shuffles of the promoter that an attribution is compared with. */
export const shuffles: Record<AttributionMethod, number> = {
  gradient: 0,
  deeplift: 20,
  "integrated-gradients": 5,
};

export const pValues = [1e-3, 1e-4, 1e-5] as const;

export interface LayerResults {
  sites: FeaturesResult;
  gradient: AttributionResult;
  deeplift: AttributionResult;
  "integrated-gradients": AttributionResult;
  "grad-cam": ActivationMap;
  motifs: MotifHit[];
  seqlets: Seqlet[];
}

interface Layer<K extends LayerKind> {
  progress: Progress;
  /** What the result is of, so that another promoter or condition is seen to need another. */
  row?: PromoterRow;
  column?: ConditionColumn;
  result?: LayerResults[K];
}

interface Bench {
  engine: Engine;
  model: ModelDescription | undefined;
  predictions: Predictions;
}

/** Further tracks of the chosen cell, each computed when it is shown and the mutagenesis is done, so that an edit never waits for them. */
export class Layers extends Observable {
  readonly shown = new Set<LayerKind>();
  motifs: Motif[] = [];
  pValue: number = 1e-4;
  motifText = "";
  motifMessages: Message[] = [];
  private layers: { [K in LayerKind]?: Layer<K> } = {};
  private isVisible = false;
  private unfollow: (() => void) | undefined;
  private readonly latest = new Map<LayerKind, Latest>();

  private constructor(private readonly bench: Bench) {
    super();
  }

  /** Those of a workbench, which keep what is shown while the panel is not. */
  static readonly of = oncePerModel((bench: Bench) => new Layers(bench));

  /** What the model says that it can show. */
  get offered(): readonly LayerKind[] {
    const { capabilities } = this.bench.model ?? {};
    const { gradCam = false, gradients = true } = capabilities ?? {};
    const isOffered = (kind: LayerKind) => {
      if (kind === "sites") return capabilities !== undefined && hasTerms(capabilities);
      return kind === "grad-cam" ? gradCam : gradients || !byGradient.has(kind);
    };
    return layerKinds.filter(isOffered);
  }

  /** The family whose sites are shown, by its name; the largest where none was chosen. */
  get family(): string | undefined {
    return Families.of(this.bench).chosenName;
  }

  show(kind: LayerKind, isShown: boolean): void {
    if (isShown) this.shown.add(kind);
    else {
      this.shown.delete(kind);
      this.stop(kind);
    }
    this.changed();
    this.refresh();
  }

  setPValue(pValue: number): void {
    this.pValue = pValue;
    this.forget("motifs");
  }

  progress(kind: LayerKind): Progress {
    return this.layers[kind]?.progress ?? { state: "idle" };
  }

  /** What is known of the track that is on show; nothing while it is still computed. */
  result<K extends LayerKind>(kind: K): LayerResults[K] | undefined {
    const [layer, track] = [this.layer(kind), this.bench.predictions.track];
    return track && this.isOf(kind, track) ? layer?.result : undefined;
  }

  cancel(kind: LayerKind): void {
    this.stop(kind);
    const { track } = this.bench.predictions;
    if (track) this.set(kind, { ...this.stamp(track), progress: { state: "cancelled" } });
  }

  again(kind: LayerKind): void {
    this.forget(kind);
  }

  /** Reads motifs in MEME's format in place of the model's own; nothing brings those back. */
  async useMotifs(text: string): Promise<void> {
    this.motifText = text;
    const { analysis, folder } = this.bench.engine;
    try {
      this.sayMotifs(await analysis.readMotifs(text.trim() ? text : await (await folder).motifs()));
      this.forget("motifs");
      this.forget("seqlets");
    } catch (reason) {
      this.motifMessages = [failed(reason)];
      this.changed();
    }
  }

  async loadMotifs(): Promise<void> {
    if (this.motifs.length) return;
    try {
      this.sayMotifs(await this.bench.engine.analysis.loadMotifs());
    } catch (reason) {
      this.motifMessages = [failed(reason)];
    }
    this.changed();
  }

  /** Where the motifs come from. */
  private sayMotifs({ motifs, withoutMatrix }: MotifFile): void {
    this.motifs = motifs;
    const { length } = motifs;
    const said = this.motifText.trim()
      ? note("motifs.own", { count: length })
      : length
        ? note("motifs.of-model", { count: length })
        : note("motifs.none");
    const leftOut = withoutMatrix.length ? [note("motifs.without-matrix", { names: withoutMatrix })] : [];
    this.motifMessages = [said, ...leftOut];
  }

  /** Nothing is computed while nobody looks. */
  setVisible(isVisible: boolean): void {
    this.isVisible = isVisible;
    // Predictions outlive these layers, which are one model's: they must not hold on to them.
    this.unfollow?.();
    this.unfollow = isVisible ? this.bench.predictions.subscribe(() => this.refresh()) : undefined;
    this.refresh();
  }

  private refresh(): void {
    if (!this.isVisible) return;
    const { track, trackProgress } = this.bench.predictions;
    for (const kind of this.shown) {
      if (!track?.isComplete || trackProgress.state !== "idle") {
        // What is computed for the track before would only delay the one to come.
        if (this.progress(kind).state === "running") this.forgetQuietly(kind);
      } else if (!this.isOf(kind, track)) void this.compute(kind, track);
    }
  }

  private async compute<K extends LayerKind>(kind: K, track: Track): Promise<void> {
    const latest = this.latest.get(kind) ?? new Latest();
    this.latest.set(kind, latest);
    const signal = latest.start();
    const stamp = this.stamp(track);
    const report = (done: number, total: number) => {
      if (!signal.aborted) this.set(kind, { ...stamp, progress: { state: "running", done, total } });
    };
    report(0, 0);
    try {
      const result = await this.ask(kind, track, { signal, onProgress: report });
      if (!signal.aborted) this.set(kind, { ...stamp, progress: { state: "idle" }, result });
    } catch (reason) {
      if (isAbort(reason) || signal.aborted) return;
      this.set(kind, { ...stamp, progress: failure(reason) });
    }
  }

  private async ask<K extends LayerKind>(
    kind: K,
    track: Track,
    options: { signal: AbortSignal; onProgress: (done: number, total: number) => void },
  ): Promise<LayerResults[K]> {
    const { analysis } = this.bench.engine;
    const sequence = track.row.sequence.slice(-track.length);
    const ask = askOf({ ...track, row: { ...track.row, sequence } });
    const compute = async (): Promise<LayerResults[LayerKind]> => {
      switch (kind) {
        case "motifs":
          await this.loadMotifs();
          return analysis.scanMotifs(sequence, this.pValue, options);
        case "seqlets":
          await this.loadMotifs();
          return analysis.seqlets({ sequence, importance: track.importance.slice() }, options);
        case "sites":
          return analysis.ask("features", ask, options);
        case "grad-cam":
          return analysis.ask("activationMap", ask, options);
        case "gradient":
        case "deeplift":
        case "integrated-gradients": {
          const method: AttributionMethod = kind;
          // References in the same condition: what is left to explain is the bases' alone.
          const how = { method, shuffles: shuffles[method], reference: ask.condition };
          return analysis.ask("attribution", { ...ask, ...how }, options);
        }
      }
    };
    return (await compute()) as LayerResults[K];
  }

  private isOf(kind: LayerKind, track: Track): boolean {
    const { row, column } = this.layers[kind] ?? {};
    if (!row || !column) return false;
    return kind === "motifs" ? row.sequence === track.row.sequence : isSamePlace({ row, column }, track);
  }

  private stamp(track: Track) {
    return { row: track.row, column: track.column };
  }

  private layer<K extends LayerKind>(kind: K): Layer<K> | undefined {
    return this.layers[kind];
  }

  private set<K extends LayerKind>(kind: K, layer: Layer<K>): void {
    Object.assign(this.layers, { [kind]: layer });
    this.changed();
  }

  private forget(kind: LayerKind): void {
    this.forgetQuietly(kind);
    this.changed();
    this.refresh();
  }

  private forgetQuietly(kind: LayerKind): void {
    this.stop(kind);
    delete this.layers[kind];
  }

  private stop(kind: LayerKind): void {
    this.latest.get(kind)?.cancel();
    if (this.progress(kind).state === "running") delete this.layers[kind];
  }
}
