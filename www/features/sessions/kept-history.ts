import type { Step } from "../bases/history";
import { unpackEdits, type EditLimits } from "../bases/edits-text";
import type { LinkState } from "./link";
import type { Inputs } from "../../app/inputs";
import type { Edits, EditState } from "../bases/what-if";

type History = NonNullable<LinkState["history"]>;

interface KeptStep {
  label: string;
  /** Places in the lists of sequences, levels and inputs. */
  sequences: [string, number][];
  levels: [string, number][];
  inputs?: number;
}

/** Steps of a history as plain data: each step changes little, so what they have in common is kept once. */
export interface KeptHistory {
  sequences: string[];
  levels: [number, number][][];
  inputs: Inputs[];
  past: KeptStep[];
  future: KeptStep[];
}

/** In characters; the oldest steps are left out first. */
const largest = 4_000_000;
/** What was typed is kept in any case; what had been typed before, only where it is no whole genome. */
const largestInputs = 1_000_000;
const mostSteps = 1000;

export function packHistory({ past, future }: History): { kept: KeptHistory; size: number } {
  const [sequences, levels, inputs] = [
    new EditPlaces<string>(),
    new EditPlaces<object>(),
    new EditPlaces<Inputs>(),
  ];
  let size = 0;
  const pack = ({ state: { edits, inputs: given }, label }: Step<EditState>): KeptStep => {
    const place = <Edit extends string | object>(all: ReadonlyMap<string, Edit>, places: EditPlaces<Edit>) =>
      [...all].map(([identity, edit]): [string, number] => {
        size += identity.length;
        return [identity, places.of(edit, () => (size += typeof edit === "string" ? edit.length : 500))];
      });
    return {
      label,
      sequences: place(edits.sequences, sequences),
      levels: place(edits.levels, levels),
      ...(given &&
        sizeOf(given) < largestInputs && { inputs: inputs.of(given, () => (size += sizeOf(given))) }),
    };
  };
  const newestFirst = (steps: Step<EditState>[]) => {
    const packed: KeptStep[] = [];
    for (const step of [...steps].reverse()) {
      if (size > largest) break;
      packed.push(pack(step));
    }
    return packed.reverse();
  };
  const kept = { past: newestFirst(past), future: newestFirst(future) };
  const lists = {
    sequences: sequences.list,
    levels: levels.list.map((own) => [...(own as ReadonlyMap<number, number>)]),
    inputs: inputs.list,
  };
  return { kept: { ...lists, ...kept }, size };
}

/** Reads what {@link packHistory} wrote; throws where it is anything else or does not fit the model. */
export function unpackHistory(content: unknown, limits: EditLimits): History {
  const { sequences, levels, inputs, past, future } = content as KeptHistory;
  const known = inputs.map(readInputs);
  const unpack = (steps: KeptStep[]) => {
    if (steps.length > mostSteps) throw new Error("not a history");
    return steps.map(({ label, sequences: changed, levels: set, inputs: given }): Step<EditState> => {
      const text = JSON.stringify({
        p: changed.map(([identity, at]) => [identity, sequences[at]]),
        c: set.map(([identity, at]) => [identity, levels[at]]),
      });
      const edits: Edits = unpackEdits(text, limits);
      const inputsThen = given === undefined ? undefined : known[given];
      return { label: String(label), state: { edits, ...(inputsThen && { inputs: inputsThen }) } };
    });
  };
  return { past: unpack(past), future: unpack(future) };
}

function readInputs(inputs: Inputs): Inputs {
  const { genome, genes, presets, sequences, table } = inputs;
  const isText = (...values: unknown[]) => values.every((value) => typeof value === "string");
  const areFine =
    isText(sequences, table, ...presets) &&
    (genome === undefined || isText(genome)) &&
    genes.every(({ name, systematic, sequence }) => isText(name, systematic, sequence));
  if (!areFine) throw new Error("not inputs");
  return inputs;
}

function sizeOf({ genes, sequences, table }: Inputs): number {
  return genes.reduce((sum, { sequence }) => sum + sequence.length, sequences.length + table.length);
}

/** A list without repetitions. */
class EditPlaces<Item> {
  readonly list: Item[] = [];
  private readonly places = new Map<Item, number>();

  of(item: Item, onNew: () => void): number {
    const known = this.places.get(item);
    if (known !== undefined) return known;
    onNew();
    this.places.set(item, this.list.length);
    return this.list.push(item) - 1;
  }
}
