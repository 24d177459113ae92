import type { EngineOwner } from "../../engine/engine";
import type { InputSpec, ModelDescription, Part } from "../../engine/messages";
import { furtherInputs, readsOf, sequencesOf, type Reads } from "../../engine/model-inputs";
import { isAbort } from "../../engine/rpc";
import { Latest, pause, readingDelay } from "../../state/latest";
import { error, failed, note, type Message } from "../../state/message";
import { Observable } from "../../state/observable";
import type { KeptGenome } from "../../store/database";
import { fastaFor } from "../genomes/cuts";
import type { PromoterRow } from "../promoters/promoters";
import { readInput, type ReadInput } from "./read-input";

/** An input that the model reads beside its first sequence. */
interface Further {
  /** Its place among the model's inputs. */
  at: number;
  spec: InputSpec;
  /** What is read around its anchor, of a sequence. */
  reads: Reads | undefined;
  read: ReadInput;
  /** What comes with promoters that are not the visitor's own, by their names. */
  readonly brought: Partial<Record<Bringer, ReadInput["byName"]>>;
  readonly latest: Latest;
}

type Bringer = NonNullable<PromoterRow["broughtBy"]>;

/** Texts by the names of the inputs that they were given for. */
export type InputTexts = readonly (readonly [name: string, text: string])[];

/** What the visitor gave for the inputs beside the first sequence; kept by name whatever model is in use. */
export class FurtherInputs extends Observable {
  private readonly texts = new Map<string, string>();
  private further: Further[] = [];
  /** The place of the first sequence, and all sequences where there are several. */
  private sequences: Pick<PromoterRow, "input" | "sequences"> = {};

  /** The visitor's genome that genes are from. */
  private genome: KeptGenome | undefined;

  constructor(private readonly bench: EngineOwner) {
    super();
  }

  /** What the model in use reads beside its first sequence. */
  get specs(): readonly InputSpec[] {
    return this.further.map(({ spec }) => spec);
  }

  /** Everything that was given, for this model and for others. */
  get given(): InputTexts {
    return [...this.texts].filter(([, text]) => text.trim());
  }

  textOf(name: string): string {
    return this.texts.get(name) ?? "";
  }

  /** Another model reads other things; what was given for inputs of the same name is read anew. */
  async use(model: ModelDescription, examples: InputTexts): Promise<void> {
    for (const { latest } of this.further) latest.cancel();
    this.further = furtherInputs(model).map(({ at, spec }) => {
      const reads = spec.kind === "bases" ? readsOf(model, at) : undefined;
      return {
        at,
        spec,
        reads,
        read: { byName: new Map(), messages: [] },
        brought: {},
        latest: new Latest(),
      };
    });
    const several = sequencesOf(model).map(({ input, name }) => ({ input, name }));
    const isAlone = several.length < 2;
    this.sequences = { input: model.sequenceInput, ...(isAlone ? {} : { sequences: several }) };
    const texts = new Map(examples);
    await Promise.all(this.further.map((own) => this.takeExample(own, texts.get(own.spec.name))));
    await this.readAll();
  }

  /** Genes are from this genome now, with what the model reads of each beside the first sequence. */
  async useGenome(genome: KeptGenome | undefined): Promise<void> {
    this.genome = genome;
    const { further } = this;
    await Promise.all(further.map((own) => this.takeGenome(own, genome)));
    if (further.length && further === this.further) this.changed();
  }

  /** Puts what a link or a session brings in the place of what is there. */
  async restore(texts: InputTexts): Promise<void> {
    this.texts.clear();
    for (const [name, text] of texts) this.texts.set(name, text);
    await this.readAll();
  }

  async setText(name: string, text: string, delayMs = readingDelay(text)): Promise<void> {
    this.texts.set(name, text);
    const own = this.further.find(({ spec }) => spec.name === name);
    if (own && (await this.take(own, delayMs))) this.changed();
  }

  /** The promoters that everything is there for, each with it. */
  rows(rows: PromoterRow[]): PromoterRow[] {
    const { further } = this;
    if (!further.length) return rows;
    return rows.flatMap((row, index) => {
      const others = further.map((own) => partOf(own, row, index, rows.length));
      const isWhole = (parts: (Part | undefined)[]): parts is Part[] => !parts.includes(undefined);
      return isWhole(others) ? [{ ...row, ...this.sequences, others }] : [];
    });
  }

  /** Inputs that none of these promoters can do without and nothing is there for, by name. */
  needed(rows: PromoterRow[]): string[] {
    const isEmpty = (own: Further) => {
      const { byName, forAll, inOrder } = own.read;
      return !byName.size && !forAll && !inOrder && !rows.some((row) => brought(own, row));
    };
    return this.further.filter(isEmpty).map(({ spec }) => spec.name);
  }

  /** What is said of an input, the promoters of the moment being these. */
  messages(name: string, rows: PromoterRow[]): Message[] {
    const own = this.further.find(({ spec }) => spec.name === name);
    if (!own) return [];
    const { read, spec } = own;
    const { inOrder, byName, messages } = read;
    if (inOrder && inOrder.length !== rows.length)
      return [...messages, error("input.other-count", { found: inOrder.length, needed: rows.length })];
    const ofOthers = inOrder ? [] : rows.filter((row) => !partByName(byName, row) && brought(own, row));
    if (inOrder || !(byName.size || ofOthers.length)) return messages;
    const isGiven = this.textOf(name).trim() !== "";
    const said = [
      ...(isGiven || !ofOthers.length ? messages : []),
      ...(ofOthers.some(({ broughtBy }) => broughtBy === "example")
        ? [note("input.with-example", { input: name })]
        : []),
      ...(ofOthers.some(({ broughtBy }) => broughtBy === "genome")
        ? [note("input.with-genome", { input: name })]
        : []),
    ];
    const lacking = rows.filter((row, at) => partOf(own, row, at, rows.length) === undefined);
    const names = (list: PromoterRow[]) => list.map((row) => row.name);
    if (lacking.length) return [...said, error("input.lacking", { kind: spec.kind, names: names(lacking) })];
    const standIns = rows.filter(
      (row) => spec.kind === "numbers" && !partByName(byName, row) && !ofOthers.includes(row),
    );
    return standIns.length ? [...said, note("input.defaults-for", { names: names(standIns) })] : said;
  }

  private async readAll(): Promise<void> {
    await Promise.all(this.further.map((own) => this.take(own, 0)));
    this.changed();
  }

  private async takeGenome(own: Further, genome: KeptGenome | undefined): Promise<void> {
    delete own.brought.genome;
    const fasta = genome && own.reads && fastaFor(genome, own.reads);
    const byName = fasta && (await this.readBrought(await fasta.text(), own));
    if (byName && genome === this.genome) own.brought.genome = byName;
  }

  private async takeExample(own: Further, text = ""): Promise<void> {
    const byName = text && (await this.readBrought(text, own));
    if (byName) own.brought.example = byName;
  }

  /** What comes with other promoters than the visitor's; the model answers without what cannot be read. */
  private async readBrought(text: string, { spec, at }: Further): Promise<ReadInput["byName"] | undefined> {
    const { engine } = this.bench;
    const read = await readInput(text, spec, { engine, at, options: {} }).catch(() => undefined);
    return read?.byName;
  }

  /** False where it was overtaken. */
  private async take(own: Further, delayMs: number): Promise<boolean> {
    const signal = own.latest.start();
    const { spec, at } = own;
    const text = this.textOf(spec.name);
    try {
      if (delayMs) await pause(delayMs, signal);
      const read = await readInput(text, spec, { engine: this.bench.engine, at, options: { signal } });
      if (signal.aborted) return false;
      own.read = read;
    } catch (reason) {
      if (isAbort(reason) || signal.aborted) return false;
      own.read = { byName: new Map(), messages: [failed(reason)] };
    }
    return true;
  }
}

function partByName(byName: ReadInput["byName"], { name, detail }: PromoterRow): Part | undefined {
  return byName.get(name) ?? (detail ? byName.get(detail) : undefined);
}

/** What comes with a promoter that is not the visitor's own. */
function brought({ brought: by }: Further, row: PromoterRow): Part | undefined {
  const byName = row.broughtBy && by[row.broughtBy];
  return byName && partByName(byName, row);
}

/** What an input reads with a promoter, the `index`th of `count`: the visitor's goes first, and the model's default comes last. */
function partOf(own: Further, row: PromoterRow, index: number, count: number): Part | undefined {
  const { inOrder, forAll, byName } = own.read;
  if (inOrder) return inOrder.length === count ? inOrder[index] : undefined;
  const given = partByName(byName, row) ?? (own.spec.kind === "bases" ? forAll : undefined);
  return given ?? brought(own, row) ?? forAll;
}
