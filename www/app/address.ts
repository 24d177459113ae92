import type { ModelDescription } from "../engine/messages";
import { isOwnModel } from "../engine/own-model-assets";
import { strings } from "../strings/index";
import {
  linkedModel,
  readLink,
  writeLink,
  type LinkPart,
  type LinkState,
  type ReadLink,
} from "../features/sessions/link";
import type { Models } from "../features/models/models";

const mostLinkedGenes = 1000;

/** What to show; where that is a problem, the example, with the visitor's own texts. */
export type Shown = { state: LinkState } | { problem: string; texts?: Partial<LinkState> } | undefined;

interface Bench {
  readonly models: Models;
  readonly model: ModelDescription | undefined;
  readonly state: LinkState;
  open(state: LinkState): Promise<boolean>;
}

/** The page's address: it says what the page is to show, and follows what it shows. */
export class Address {
  problem = "";
  /** What of the page is too long for it. */
  leftOut: readonly LinkPart[] = [];
  /** What the link that is shown had no room for. */
  missing: readonly LinkPart[] = [];
  private lastHash = "";
  /** Counts what was written, as an earlier text may take longer to pack. */
  private writes = 0;

  constructor(
    private readonly bench: Bench,
    /** False inside somebody else's page, whose address it is. */
    private readonly isOurs: boolean,
    /** The model that the page around asks for. */
    private readonly asked: string | undefined,
  ) {}

  get isPartial(): boolean {
    return this.leftOut.length > 0;
  }

  /** The model that is asked for, before any is known. */
  get model(): string | undefined {
    return (this.isOurs ? linkedModel(location.hash) : undefined) ?? this.asked;
  }

  /** What the address says, for the model that is in use. */
  async read(model: ModelDescription): Promise<Shown> {
    return this.known(this.isOurs ? await readLink(location.hash, model) : undefined);
  }

  /** Follows a link that was pasted into the address bar of the open page. */
  async follow(): Promise<void> {
    const { models, model } = this.bench;
    if (!model) return;
    const { hash } = location;
    // Back at what is on show, there is nothing to say about a link that could not be read in between.
    if (hash === this.lastHash) this.problem = "";
    else {
      const summary = await models.find(linkedModel(hash) ?? models.defaultId);
      const limits = summary
        ? { window: summary.window, inputs: summary.inputs, tfs: { length: summary.tfCount } }
        : model;
      const link = this.known(await readLink(hash, limits));
      const named = linkedModel(hash);
      if (!link && named !== undefined && named !== model.id) await models.choose(named);
      else if (link && "state" in link) await this.bench.open({ model: models.defaultId, ...link.state });
      else this.problem = link?.problem ?? "";
    }
  }

  /** Writes what the page shows; true where what is said about that changes. */
  async write(): Promise<boolean> {
    if (!this.isOurs) return false;
    const { state, models } = this.bench;
    // A link can only name so many genes; a whole genome is named as such.
    const everyGene = state.genes.length > mostLinkedGenes;
    const write = ++this.writes;
    const { hash, leftOut } = await writeLink({ ...state, everyGene }, models.defaultId);
    if (write !== this.writes) return false;
    const isNews = leftOut.join() !== this.leftOut.join();
    this.leftOut = leftOut;
    if (hash !== this.lastHash) {
      this.lastHash = hash;
      history.replaceState(history.state, "", location.pathname + location.search + hash);
    }
    return isNews;
  }

  /** Of a link to a model that this copy does not have, what the visitor put in. */
  private known(link: ReadLink): Shown {
    const { models, model } = this.bench;
    const named = this.model;
    if (named === undefined || models.ids.includes(named)) return link;
    const { sequences, table } = link && "state" in link ? link.state : {};
    const texts = { ...(sequences && { sequences }), ...(table && { table }) };
    const { unknownLinked, unknownAsked, ownElsewhere } = strings.models;
    const says = isOwnModel(named) ? ownElsewhere : named === this.asked ? unknownAsked : unknownLinked;
    return { problem: says(named, model?.title ?? ""), texts };
  }
}
