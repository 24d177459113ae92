import type { Workbench } from "../app/workbench";
import type { Problem } from "../engine/messages";
import { strings } from "../strings";
import { readCell, type ChosenCell } from "./results";
import { readTrackNames, type TrackNames } from "./track";

export interface Listener {
  /** The model is loaded and the first prediction is there. */
  ready(): void;
  /** A prediction has come to its end, or there is nothing to predict any more. */
  results(): void;
  cell(cell: ChosenCell): void;
  /** The bases behind the chosen value are computed. */
  track(names: TrackNames): void;
  /** The model could not be loaded; the visitor may try again. */
  failed(problem: Problem): void;
}

/** Why the model could not be loaded. */
export function failedStart({ code, parameters, message }: Problem): Problem {
  return { code, parameters, message: strings.app.failed(message) };
}

/** Turns the workbench's "something changed" into the few events an embedding page wants. */
export function watch(bench: Workbench, listener: Listener): () => void {
  let isReady = false;
  let grid = bench.predictions.grid;
  let chosen = "";
  let values: Float32Array | undefined;
  let named = "";
  let failure: Workbench["phase"] | undefined;
  const look = () => {
    const { phase } = bench;
    if (phase.state === "failed" && phase !== failure) listener.failed(failedStart(phase));
    failure = phase;
    if (bench.isBusy || phase.state !== "ready") return;
    const first = !isReady;
    isReady = true;
    if (first) listener.ready();
    const now = bench.predictions.grid;
    if (first || now !== grid) listener.results();
    grid = now;
    const cell = readCell(bench);
    const name = cell ? JSON.stringify([cell.promoter, cell.condition]) : "";
    if (cell && name !== chosen) listener.cell(cell);
    chosen = name;
    const { track, trackProgress } = bench.predictions;
    if (!track?.isComplete || trackProgress.state !== "idle") return;
    const names = readTrackNames(track);
    const told = JSON.stringify(names);
    if (track.importance !== values || told !== named) listener.track(names);
    [values, named] = [track.importance, told];
  };
  look();
  return bench.subscribe(look);
}
