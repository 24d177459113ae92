import { layerKinds, type LayerKind, type Layers } from "../features/bases/layers";
import type { Track } from "../features/map/grid";
import type { ActivationMap, AttributionResult, Motif, MotifHit, Seqlet } from "../engine/messages";
import { strings } from "../strings";
import { drawArea } from "./draw-area";
import { drawBoxes, packed, rowHeight, type NamedStretch } from "./draw-boxes";
import type { Lane } from "./lane";
import { signalOf } from "./signal";
import { signalHeight, signalLane } from "./signal-lane";
import { sitesLane } from "./sites-lane";

function attributionLane(name: string, { bases }: AttributionResult, letters: string, unit: string): Lane {
  return signalLane(strings.layers.lane(name, unit), signalOf(bases, letters));
}

function activationLane({ values }: ActivationMap): Lane {
  return {
    title: strings.layers.gradCamLane,
    height: signalHeight,
    draw: (painter, view, box, palette) => drawArea(painter, values, view, box, palette),
  };
}

/** Matches of both strands, the forward strand's above the reverse one's. */
function motifLane(hits: readonly MotifHit[], motifs: readonly Motif[], pValue: number): Lane {
  const strand = (sign: "+" | "-") =>
    packed(
      hits
        .filter((hit) => hit.strand === sign)
        .map(({ motif, start, end }): NamedStretch => {
          const name = `${motifs[motif]?.name ?? ""}${sign === "+" ? " \u203a" : ""}`;
          return { from: start, to: end, name: sign === "+" ? name : `\u2039 ${name}`, fill: "accent" };
        }),
    );
  return boxLane(strings.layers.motifLane(pValue, hits.length), [...strand("+"), ...strand("-")]);
}

function seqletLane(seqlets: readonly Seqlet[], motifs: readonly Motif[]): Lane {
  const stretches = seqlets.map(({ start, end, supports, best }): NamedStretch => {
    const name = best ? `${motifs[best.motif]?.name ?? ""} ${strings.layers.p(best.pValue)}` : "?";
    return { from: start, to: end, name, fill: supports ? "up" : "down" };
  });
  return boxLane(strings.layers.seqletLane(seqlets.length), packed(stretches));
}

function boxLane(title: string, rows: NamedStretch[][]): Lane {
  return {
    title,
    height: Math.max(1, rows.length) * rowHeight + 4,
    draw: (painter, view, box, palette) => drawBoxes(painter, rows, view, box, palette),
  };
}

/** The lanes of the further tracks that are shown; one that is still to come keeps its place, so that nothing moves when it does. */
export class LayerLanes {
  private inputs: unknown[] = [];
  private lanes: readonly Lane[] = [];
  private readonly heights = new Map<LayerKind, number>();

  /** The same list again while nothing about it changes. */
  of(layers: Layers, track: Track, unit: string): readonly Lane[] {
    const letters = track.row.sequence.slice(-track.length);
    const kinds = layerKinds.filter((kind) => layers.shown.has(kind));
    const inputs = [letters, ...kinds, ...kinds.map((kind) => layers.result(kind)), layers.motifs];
    if (layers.shown.has("sites")) inputs.push(layers.family ?? "");
    if (inputs.length === this.inputs.length && inputs.every((input, at) => input === this.inputs[at]))
      return this.lanes;
    this.inputs = inputs;
    this.lanes = kinds.map((kind) => {
      const lane = this.lane(kind, layers, { letters, unit, offset: track.offset });
      if (lane) this.heights.set(kind, lane.height);
      return lane ?? this.placeholder(kind);
    });
    return this.lanes;
  }

  private lane(
    kind: LayerKind,
    layers: Layers,
    { letters, unit, offset }: { letters: string; unit: string; offset: number },
  ): Lane | undefined {
    switch (kind) {
      case "sites": {
        const sum = layers.result(kind);
        return sum && sitesLane(sum.features, layers.family, offset);
      }
      case "motifs": {
        const hits = layers.result(kind);
        return hits && motifLane(hits, layers.motifs, layers.pValue);
      }
      case "seqlets": {
        const seqlets = layers.result(kind);
        return seqlets && seqletLane(seqlets, layers.motifs);
      }
      case "grad-cam": {
        const map = layers.result(kind);
        return map && activationLane(map);
      }
      case "gradient":
      case "deeplift":
      case "integrated-gradients": {
        const result = layers.result(kind);
        return result && attributionLane(strings.layers.names[kind], result, letters, unit);
      }
    }
  }

  private placeholder(kind: LayerKind): Lane {
    const height = this.heights.get(kind) ?? signalHeight;
    return { title: strings.layers.waiting(strings.layers.names[kind]), height, draw: () => undefined };
  }
}
