import { CodedError } from "../engine/coded-error";
import type { Problem } from "../engine/messages";
import { refusal, type Message } from "../state/message";
import type { Workbench } from "../app/workbench";
import { readResults, type Results } from "./results";
import { readTrack, type TrackFeatures } from "./track";
import { failedStart } from "./watch";

/** What became of an input: the names that are in use now, and what the page says about the rest. */
export interface Taken {
  names: string[];
  /** Sentences. */
  problems: string[];
  notes: string[];
  /** The same with codes and parameters. */
  messages: Message[];
}

/** Each waits for the model, does what a visitor could do, and rejects with one sentence where nothing of the input can be used. */
export async function loadSequences(bench: Workbench, text: string): Promise<Taken> {
  await ready(bench);
  const { promoters } = bench;
  await promoters.setText(text, 0);
  return taken(promoters.rows.slice(promoters.genes.length), promoters.textMessages);
}

export async function setGenes(bench: Workbench, names: string[]): Promise<Taken> {
  await ready(bench);
  const { promoters } = bench;
  await promoters.setGenes(names);
  return taken(promoters.genes, promoters.geneMessages);
}

export async function setConditions(bench: Workbench, ids: string[]): Promise<Taken> {
  await ready(bench);
  const { conditions } = bench;
  await conditions.choose(ids);
  const used = conditions.columns.slice(0, conditions.chosen.length);
  return taken(used, conditions.presetMessages);
}

export async function setTfTable(bench: Workbench, text: string): Promise<Taken> {
  await ready(bench);
  const { conditions } = bench;
  await conditions.setText(text, 0);
  return taken(conditions.tableColumns, conditions.textMessages);
}

/** Changes over to another model, or to the default one; what is wrong is said beside the choice, as for a visitor. */
export async function useModel(bench: Workbench, id: string | null): Promise<void> {
  await bench.until(() => !bench.isStarting);
  const { models } = bench;
  const wanted = id || models.defaultId;
  if (wanted !== bench.model?.id) await models.choose(wanted);
}

/** Waits until no prediction is under way. */
export async function getResults(bench: Workbench): Promise<Results> {
  await ready(bench);
  await bench.until(() => !bench.isBusy);
  const { gridProgress } = bench.predictions;
  if (gridProgress.state === "failed") throw coded(gridProgress);
  if (gridProgress.state === "cancelled") throw refusal("prediction.cancelled");
  return readResults(bench);
}

export async function selectCell(bench: Workbench, promoter: string, condition: string): Promise<void> {
  await ready(bench);
  await bench.until(() => !bench.isBusy);
  const { grid } = bench.predictions;
  const row = grid?.rows.findIndex(({ name }) => name === promoter) ?? -1;
  const column = grid?.columns.findIndex(({ name }) => name === condition) ?? -1;
  if (row < 0 || column < 0) throw refusal("message.no-cell", { promoter, condition });
  bench.predictions.select({ row, column });
}

/** The bases behind the chosen value, as features of a genome browser. */
export async function getTrack(bench: Workbench): Promise<TrackFeatures> {
  await ready(bench);
  return readTrack(bench);
}

async function ready(bench: Workbench): Promise<void> {
  await bench.until(() => !bench.isStarting);
  if (bench.phase.state === "failed") throw coded(failedStart(bench.phase));
}

function taken(used: { name: string }[], messages: Message[]): Taken {
  const texts = (kind: Message["kind"]) =>
    messages.filter((one) => one.kind === kind).map(({ message }) => message);
  const [problems, notes] = [texts("error"), texts("note")];
  const first = messages.find(({ kind }) => kind === "error");
  if (!used.length && first) throw coded(first);
  return { names: used.map(({ name }) => name), problems, notes, messages };
}

function coded({ code, parameters, message }: Problem): CodedError {
  return new CodedError(code, parameters, message);
}
