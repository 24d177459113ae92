import { CodedError } from "../engine/coded-error";
import type { Message } from "../state/message";
import type { Workbench } from "../app/workbench";
import { strings } from "../strings";
import { readResults, type Results } from "./results";

/** What became of an input: the names that are in use now, and what the page says about the rest. */
export interface Taken {
  names: string[];
  problems: string[];
  notes: string[];
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
  if (gridProgress.state === "failed") throw new Error(gridProgress.message);
  if (gridProgress.state === "cancelled") throw new Error(strings.grid.cancelled);
  return readResults(bench);
}

export async function selectCell(bench: Workbench, promoter: string, condition: string): Promise<void> {
  await ready(bench);
  await bench.until(() => !bench.isBusy);
  const { grid } = bench.predictions;
  const row = grid?.rows.findIndex(({ name }) => name === promoter) ?? -1;
  const column = grid?.columns.findIndex(({ name }) => name === condition) ?? -1;
  if (row < 0 || column < 0) throw new Error(strings.embed.noCell(promoter, condition));
  bench.predictions.select({ row, column });
}

async function ready(bench: Workbench): Promise<void> {
  await bench.until(() => !bench.isStarting);
  if (bench.phase.state === "failed") throw new Error(strings.app.failed(bench.phase.message));
}

function taken(used: { name: string }[], messages: Message[]): Taken {
  const texts = (kind: Message["kind"]) =>
    messages.filter((message) => message.kind === kind).map(({ text }) => text);
  const [problems, notes] = [texts("error"), texts("note")];
  const first = messages.find(({ kind }) => kind === "error");
  if (!used.length && first) {
    const { problem, text } = first;
    throw problem ? new CodedError(problem.code, problem.parameters, text) : new Error(text);
  }
  return { names: used.map(({ name }) => name), problems, notes };
}
