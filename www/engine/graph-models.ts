import { isOwnModel } from "./own-model-assets";

/** Put there by the build (www/build/models.ts); absent in development. */
declare const __GRAPH_MODELS__: readonly string[] | undefined;

const shipped: readonly string[] = typeof __GRAPH_MODELS__ === "undefined" ? [] : __GRAPH_MODELS__;

/** Whether a model was, or may have been, read as a graph, so that its manifest is worth waiting for before a build of the engine is chosen. */
export const mayBeGraph = (id: string | undefined) =>
  id !== undefined && (isOwnModel(id) || shipped.includes(id));
