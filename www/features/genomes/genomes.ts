import { nameForAddress } from "../../engine/own-model-assets";
import type { KeptGenome } from "../../store/database";
import type { ExtractionOptions } from "../../engine/files-api";
import { saveFile } from "../../ui/save-file";
import { Observable } from "../../state/observable";

/** Loaded when it is first needed: most visitors keep nothing. */
const shelf = async () => (await import("../../store/shelf")).keptGenomes;

/** The genomes that the visitor opened, and the one that gene names are looked up in. */
export class Genomes extends Observable {
  /** Undefined where that is the model's own. */
  inUse: KeptGenome | undefined;
  /** Empty until {@link refresh}. */
  list: readonly KeptGenome[] = [];

  async refresh(): Promise<void> {
    this.list = await (await shelf()).list();
    this.changed();
  }

  async find(id: string): Promise<KeptGenome | undefined> {
    return this.inUse?.id === id ? this.inUse : (await shelf()).find(id);
  }

  /** Keeps a genome in this browser; the answer says why it does not, where that is so. */
  async keep(genome: KeptGenome): Promise<string> {
    const problem = await (await shelf()).put(genome);
    await this.refresh();
    return problem;
  }

  async remove(id: string): Promise<void> {
    await (await shelf()).remove(id);
    await this.refresh();
  }

  use(genome: KeptGenome | undefined): void {
    this.inUse = genome;
    this.changed();
  }
}

/** What gene names are looked up in, for the engine. */
export async function catalogueOf({ catalogue }: KeptGenome): Promise<Uint8Array> {
  return new Uint8Array(await catalogue.arrayBuffer());
}

export function saveGenomeFasta({ id, fasta }: KeptGenome): void {
  saveFile(`${id}.fa`, [fasta], "text/plain;charset=utf-8");
}

const inIds: Record<ExtractionOptions["anchor"], string> = {
  "start-codon": "atg",
  "transcript-start": "tss",
  "transcript-end": "tts",
};

/** The same files and choices give the same id, so that a link works wherever they were made. */
export function genomeId({ species, assembly, anchor, length, downstream = 0 }: ExtractionOptions): string {
  const name = nameForAddress(`${species} ${assembly}`) || "genome";
  return `${name}-${length}${downstream ? `-${downstream}` : ""}-${inIds[anchor]}`;
}

/** "Candida albicans SC5314, A22". */
export function genomeName({ species, assembly }: Pick<KeptGenome, "species" | "assembly">): string {
  return [species, assembly].filter(Boolean).join(", ");
}
