import type { EngineOwner } from "../../engine/engine";
import type { Frame, GeneSequence, GenomePlace, PromoterInput, Sample } from "../../engine/messages";
import { isAbort } from "../../engine/rpc";
import { ofText } from "../../state/fingerprint";
import { named, ofOwn, type Identity } from "../../state/identity";
import { Latest, pause, readingDelay } from "../../state/latest";
import { error, failed, note, refused, type Message } from "../../state/message";
import { twoNames } from "../models/two-names";
import { correction } from "./correction";
import { headerPlace } from "./place";
import { Observable } from "../../state/observable";

/** A promoter, with what the model reads beside it, as a row of the results. */
export interface PromoterRow extends Sample {
  /** Tells the promoter apart from all others, whatever its sequence. */
  key: string;
  name: string;
  detail: string;
  /** What edits of it are bound to. */
  identity: Identity;
  /** What an edited promoter was made of. */
  origin?: PromoterRow;
  /** Who brings what else the model reads of it, beside the visitor. */
  broughtBy?: "example" | "genome";
  /** Where its sequence lies on a genome, as far as that is known. */
  place?: GenomePlace;
  /** Of a model that reads several sequences: each, by its input. */
  sequences?: readonly { input: number; name: string }[];
}

export interface Gene {
  /** What the list shows: the standard name where there is one. */
  name: string;
  systematic: string;
  sequence: string;
  place?: GenomePlace;
}

/** The promoters the visitor chose: genes of the catalogue, and sequences typed, pasted or dropped. */
export class Promoters extends Observable {
  genes: Gene[] = [];
  text = "";
  /** What of it has been read: the text that the rows are of. */
  readText = "";
  geneMessages: Message[] = [];
  textMessages: Message[] = [];
  /** The genome that the visitor opened and that genes are from, by its id; the model's own where it is absent. */
  private genome: string | undefined;
  modelHasCatalogue = false;
  /** What the model is shown with first. */
  examples: readonly Gene[] = [];
  private reading: PromoterInput["promoters"] = [];
  private identities: Identity[] = [];
  private readonly latest = new Latest();
  /** Genes that come with the page, so that an example needs no catalogue. */
  private known = new Map<string, Gene>();
  private frame: Frame | undefined;

  constructor(private readonly bench: EngineOwner) {
    super();
  }

  /** Whether genes can be asked for by name. */
  get hasCatalogue(): boolean {
    return this.modelHasCatalogue || this.genome !== undefined;
  }

  /** How many of the rows are of the visitor's own text. */
  get ownCount(): number {
    return this.reading.length;
  }

  get rows(): PromoterRow[] {
    const { genome, known } = this;
    return [
      ...this.genes.map(({ name, systematic, sequence, place }): PromoterRow => {
        // Genomes may have genes of the same name.
        const key = genome === undefined ? systematic : `${genome} ${systematic}`;
        const detail = systematic === name ? "" : systematic;
        const identity = named(key, () => ofText(sequence));
        const isExample = genome === undefined && known.has(systematic.toUpperCase());
        const broughtBy: PromoterRow["broughtBy"] =
          genome !== undefined ? "genome" : isExample ? "example" : undefined;
        const from = { ...(broughtBy && { broughtBy }), ...(place && { place }) };
        return { key, name, detail, sequence, identity, ...from };
      }),
      ...this.reading.map(({ name, sequence, place }, index) => ({
        key: `own ${index + 1}`,
        name,
        detail: "",
        sequence,
        identity: this.identities[index] ?? (() => ""),
        ...(place && { place }),
      })),
    ];
  }

  /** Another model has other genes, or none; the visitor's own text stays, to be read anew. */
  async use(frame: Frame | undefined, hasCatalogue: boolean, example: string): Promise<void> {
    this.frame = frame;
    this.modelHasCatalogue = hasCatalogue;
    this.genes = [];
    this.geneMessages = [];
    this.known = new Map();
    this.examples = example ? await this.learnExample(example) : [];
  }

  /** Genes are from another genome now: none of those before stays. */
  setGenome(id: string | undefined): void {
    this.genome = id;
    this.genes = [];
    this.geneMessages = [];
    // What is still being looked up belongs to the genome before.
    this.known = new Map(this.known);
  }

  /** Reads the example's FASTA, whose headers are "STANDARD SYSTEMATIC". */
  private async learnExample(fasta: string): Promise<Gene[]> {
    const { promoters } = await this.bench.engine.readPromoters(fasta);
    const systematicNames = [...fasta.matchAll(/^>(\S+)[ \t]+(\S+)/gm)].map((match) => match[2]!);
    const genes = promoters.map(({ name, sequence, place }, index) => {
      const systematic = systematicNames[index] ?? name;
      return { name: name.split(/\s/)[0]!, systematic, sequence, ...(place && { place }) };
    });
    for (const gene of genes) {
      this.known.set(gene.name.toUpperCase(), gene);
      this.known.set(gene.systematic.toUpperCase(), gene);
    }
    return genes;
  }

  /** Adds genes by name, all in one change; says which ones are not known. */
  async addGenes(names: string[]): Promise<void> {
    const { known } = this;
    const found = await Promise.all(names.map((name) => this.lookUp(name.trim())));
    // Another model has come in between.
    if (known !== this.known) return;
    this.geneMessages = [];
    for (const gene of found) {
      if ("kind" in gene) this.geneMessages.push(gene);
      else if (this.genes.some((other) => other.systematic === gene.systematic))
        this.geneMessages.push(note("gene.already-there", { name: gene.name }));
      else this.genes = [...this.genes, gene];
    }
    this.changed();
  }

  /** Puts these genes in the place of those that are chosen. */
  setGenes(names: string[]): Promise<void> {
    this.genes = [];
    return this.addGenes(names);
  }

  /** Adds every gene of the catalogue that is not there yet. */
  async addAllGenes(): Promise<void> {
    const { known } = this;
    try {
      const chosen = new Set(this.genes.map((gene) => gene.systematic));
      const all = (await this.bench.engine.allGenes()).filter((gene) => !chosen.has(gene.systematic));
      const added = all.map(geneOf);
      const framed = await this.framed(added);
      if (known !== this.known) return;
      this.genes = [...this.genes, ...framed];
      this.geneMessages = [];
    } catch (reason) {
      this.geneMessages = [failed(reason)];
    }
    this.changed();
  }

  removeAllGenes(): void {
    this.genes = [];
    this.geneMessages = [];
    this.changed();
  }

  removeGene(index: number): void {
    this.genes = this.genes.filter((_, at) => at !== index);
    this.geneMessages = [];
    this.changed();
  }

  async setText(text: string, delayMs = readingDelay(text)): Promise<void> {
    this.text = text;
    const signal = this.latest.start();
    if (!text.trim()) {
      this.take([], []);
      return;
    }
    try {
      await pause(delayMs, signal);
      const { promoters, notes, problems } = await this.bench.engine.readPromoters(text, { signal });
      const corrections = notes.map((own) => correction(own, promoters));
      this.take(promoters, [...problems.map(refused), ...corrections]);
    } catch (reason) {
      if (!isAbort(reason)) this.take([], [failed(reason)]);
    }
  }

  private take(promoters: PromoterInput["promoters"], messages: Message[]): void {
    this.readText = this.text;
    this.reading = promoters;
    this.identities = ofOwn(promoters, ({ sequence }) => ofText(sequence));
    this.textMessages = messages;
    this.changed();
  }

  private async lookUp(name: string): Promise<Gene | Message> {
    const known = this.known.get(name.toUpperCase());
    if (known && this.genome === undefined) return known;
    if (!this.hasCatalogue) return error("gene.not-an-example", { name });
    try {
      const gene = await this.bench.engine.findGene(name);
      if (!gene) return this.unknown(name);
      const [framed] = await this.framed([geneOf(gene)]);
      return framed ?? this.unknown(name);
    } catch (reason) {
      return failed(reason);
    }
  }

  private get namesOfOne(): string[] {
    return twoNames(this.examples.map(({ name, systematic }) => [name, systematic]));
  }

  private unknown(name: string): Message {
    if (this.genome !== undefined) return error("gene.not-in-genome", { name });
    return error("gene.unknown", { name, examples: this.namesOfOne });
  }

  /** What the model reads of a catalogue's promoters: of a reporter's, the construct that each is put into. */
  private async framed(genes: Gene[]): Promise<Gene[]> {
    if (!this.frame || !genes.length) return genes;
    const record = ({ sequence, place }: Gene, at: number) =>
      `>${at} ${headerPlace(place, sequence) ?? ""}\n${sequence}`;
    const fasta = genes.map(record).join("\n");
    const { promoters } = await this.bench.engine.readPromoters(fasta);
    return promoters.flatMap(({ name, sequence, place }) => {
      const gene = genes[Number(name)];
      if (!gene) return [];
      const { name: own, systematic } = gene;
      return [{ name: own, systematic, sequence, ...(place && { place }) }];
    });
  }
}

/** A gene of a catalogue as the list holds it. */
function geneOf({ systematic, standard, sequence, place }: GeneSequence): Gene {
  return { name: standard || systematic, systematic, sequence, ...(place && { place }) };
}
