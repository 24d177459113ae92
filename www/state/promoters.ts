import type { Engine } from "../engine/engine";
import type { PromoterInput } from "../engine/messages";
import { isAbort } from "../engine/rpc";
import { strings } from "../strings";
import { Latest, pause, readingDelay } from "./latest";
import { describe, error, note, type Message } from "./message";
import { Observable } from "./observable";

/** A promoter as a row of the results. */
export interface PromoterRow {
  /** Tells the promoter apart from all others, whatever its sequence. */
  key: string;
  name: string;
  detail: string;
  sequence: string;
  /** What an edited promoter was made of. */
  origin?: PromoterRow;
}

export interface Gene {
  /** What the list shows: the standard name where there is one. */
  name: string;
  systematic: string;
  sequence: string;
}

/** The promoters the visitor chose: genes of the catalogue, and sequences typed, pasted or dropped. */
export class Promoters extends Observable {
  genes: Gene[] = [];
  text = "";
  geneMessages: Message[] = [];
  textMessages: Message[] = [];
  private reading: PromoterInput["promoters"] = [];
  private readonly latest = new Latest();
  /** Genes that come with the page, so that an example needs no catalogue. */
  private known = new Map<string, Gene>();

  constructor(private readonly engine: Engine) {
    super();
  }

  get rows(): PromoterRow[] {
    return [
      ...this.genes.map(({ name, systematic, sequence }) => ({
        key: systematic,
        name,
        detail: systematic === name ? "" : systematic,
        sequence,
      })),
      ...this.reading.map(({ name, sequence }, index) => ({
        key: `own ${index + 1}`,
        name,
        detail: "",
        sequence,
      })),
    ];
  }

  /** Reads the example's FASTA, whose headers are "STANDARD SYSTEMATIC". */
  async learnExample(fasta: string): Promise<Gene[]> {
    const { promoters } = await this.engine.readPromoters(fasta);
    const systematicNames = [...fasta.matchAll(/^>(\S+)[ \t]+(\S+)/gm)].map((match) => match[2]!);
    const genes = promoters.map(({ name, sequence }, index) => {
      const systematic = systematicNames[index] ?? name;
      return { name: name.split(/\s/)[0]!, systematic, sequence };
    });
    for (const gene of genes) {
      this.known.set(gene.name.toUpperCase(), gene);
      this.known.set(gene.systematic.toUpperCase(), gene);
    }
    return genes;
  }

  /** Adds genes by name, all in one change; says which ones are not known. */
  async addGenes(names: string[]): Promise<void> {
    const found = await Promise.all(names.map((name) => this.lookUp(name.trim())));
    this.geneMessages = [];
    for (const gene of found) {
      if (typeof gene === "string") this.geneMessages.push(error(gene));
      else if (this.genes.some((other) => other.systematic === gene.systematic))
        this.geneMessages.push(note(strings.promoters.alreadyThere(gene.name)));
      else this.genes = [...this.genes, gene];
    }
    this.changed();
  }

  /** Adds every gene of the catalogue that is not there yet. */
  async addAllGenes(): Promise<void> {
    try {
      const chosen = new Set(this.genes.map((gene) => gene.systematic));
      const all = (await this.engine.allGenes()).filter((gene) => !chosen.has(gene.systematic));
      this.genes = [
        ...this.genes,
        ...all.map(({ systematic, standard, sequence }) => ({
          name: standard || systematic,
          systematic,
          sequence,
        })),
      ];
      this.geneMessages = [];
    } catch (reason) {
      this.geneMessages = [error(describe(reason))];
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
      const { promoters, problems } = await this.engine.readPromoters(text, { signal });
      this.take(promoters, [
        ...problems.map(({ record, line, name, message }) =>
          error(strings.promoters.problem(record, line, name, message)),
        ),
        ...collectNotes(promoters),
      ]);
    } catch (reason) {
      if (!isAbort(reason)) this.take([], [error(describe(reason))]);
    }
  }

  private take(promoters: PromoterInput["promoters"], messages: Message[]): void {
    this.reading = promoters;
    this.textMessages = messages;
    this.changed();
  }

  private async lookUp(name: string): Promise<Gene | string> {
    const known = this.known.get(name.toUpperCase());
    if (known) return known;
    try {
      const gene = await this.engine.findGene(name);
      if (!gene) return strings.promoters.unknownGene(name);
      return { name: gene.standard || gene.systematic, systematic: gene.systematic, sequence: gene.sequence };
    } catch (reason) {
      return describe(reason);
    }
  }
}

/** One line for each correction, with the names of the promoters it was made in. */
function collectNotes(promoters: PromoterInput["promoters"]): Message[] {
  const names = new Map<string, string[]>();
  for (const { name, notes } of promoters)
    for (const text of notes) names.set(text, [...(names.get(text) ?? []), name]);
  return [...names].map(([text, where]) => note(strings.promoters.correction(where, text)));
}
