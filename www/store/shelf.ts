import { strings } from "../strings";
import { database, type KeptEmbedder, type KeptGenome, type KeptModel, type StoreName } from "./database";

type KeptItem = KeptGenome | KeptModel | KeptEmbedder;

/** Things of one kind that the visitor keeps in this browser; what it cannot keep is there until the page is closed. */
class Shelf<Item extends KeptItem> {
  private readonly unkept = new Map<string, Item>();

  constructor(private readonly store: StoreName) {}

  async list(): Promise<Item[]> {
    const kept = await this.read((store) => store.getAll(this.store) as Promise<unknown>, []);
    const rest = (kept as Item[]).filter(({ id }) => !this.unkept.has(id));
    return [...rest, ...this.unkept.values()];
  }

  async find(id: string): Promise<Item | undefined> {
    return (
      this.unkept.get(id) ?? ((await this.read((store) => store.get(this.store, id), undefined)) as Item)
    );
  }

  /** Puts an item in the place of one with its id; the answer says why the browser does not keep it, where that is so. */
  async put(item: Item): Promise<string> {
    try {
      await (await database()).put(this.store, item);
      this.unkept.delete(item.id);
      return "";
    } catch (reason) {
      this.unkept.set(item.id, item);
      const isFull = reason instanceof DOMException && reason.name === "QuotaExceededError";
      return isFull ? strings.files.noRoom(sizeOf(item)) : strings.files.notKept;
    }
  }

  async remove(id: string): Promise<void> {
    this.unkept.delete(id);
    await this.read((store) => store.delete(this.store, id), undefined);
  }

  private async read<T>(
    ask: (store: Awaited<ReturnType<typeof database>>) => Promise<T>,
    otherwise: T,
  ): Promise<T> {
    try {
      return await ask(await database());
    } catch {
      return otherwise;
    }
  }
}

export const keptGenomes = new Shelf<KeptGenome>("genomes");
export const keptModels = new Shelf<KeptModel>("models");
export const keptEmbedders = new Shelf<KeptEmbedder>("embedders");

/** In bytes. */
export function sizeOf(item: KeptItem): number {
  return blobsOf(item).reduce((sum, { size }) => sum + size, 0);
}

function blobsOf(item: KeptItem): Blob[] {
  if ("weights" in item) return [item.weights];
  if (!("catalogue" in item)) return item.files.map(({ content }) => content);
  const further = (item.further ?? []).map(({ fasta }) => fasta);
  return [item.catalogue, item.fasta, ...further, ...(item.sources ?? [])];
}
