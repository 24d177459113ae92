import type { LayerKind, Layers } from "./layers";

/** A further track as a file holds it: a value a base. */
export interface LayerColumn {
  name: string;
  values: Float32Array;
}

/** Those that are shown, of the track on show. */
export function layerColumns(layers: Layers): LayerColumn[] {
  const { shown } = layers;
  const of = (kind: LayerKind, values: Float32Array | undefined): LayerColumn[] =>
    values && shown.has(kind) ? [{ name: kind.replace("-", "_"), values }] : [];
  return [
    ...(["gradient", "deeplift", "integrated-gradients"] as const).flatMap((kind) =>
      of(kind, layers.result(kind)?.bases),
    ),
    ...of("grad-cam", layers.result("grad-cam")?.values),
  ];
}
