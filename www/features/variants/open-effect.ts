import type { Workbench } from "../../app/workbench";
import type { CallRow } from "../../engine/files-api";
import { readsOf } from "../../engine/model-inputs";
import { strings } from "../../strings/index";
import type { PromoterRow } from "../promoters/promoters";

/** Bases that are shown on either side of a change. */
const around = 40;

/** Puts a promoter among those of the map, the changed one beside it, and looks at the change. */
export async function openEffect(bench: Workbench, effect: CallRow, sequence: string): Promise<void> {
  const row = await rowOf(bench, effect.gene, sequence);
  const { model } = bench;
  if (!row || !model) return;
  const { window, upstream, downstream } = readsOf(model);
  const [first, last] = effect.stretch;
  const from = Math.max(Math.min(first, last) - around, -Math.min(upstream, sequence.length));
  const to = Math.min(Math.max(first, last) + around, downstream - 1);
  bench.setView([from, to]);
  bench.editSequence(row, changedSequence(sequence, effect, window), strings.calls.edit(effect.change));
  bench.showPanel("bases");
}

/** The promoter's row in the map; a gene whose catalogue has other bases is added as a sequence. */
async function rowOf(bench: Workbench, gene: string, sequence: string): Promise<PromoterRow | undefined> {
  const { promoters } = bench;
  const find = () => promoters.rows.find((row) => row.sequence === sequence);
  if (!find() && promoters.hasCatalogue) await promoters.addGenes([gene]);
  if (!find()) {
    const text = promoters.text.trim();
    await promoters.setText(`${text}${text ? "\n" : ""}>${gene}\n${sequence}\n`, 0);
  }
  return find();
}

/** The promoter with the change; blanks stand where the end of its contig has left the window empty. */
export function changedSequence(
  sequence: string,
  { start, bases }: Pick<CallRow, "start" | "bases">,
  window: number,
): string {
  const whole = sequence.padStart(window);
  return (whole.slice(0, start) + bases + whole.slice(start + bases.length)).trimStart();
}
