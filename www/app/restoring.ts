import type { EngineOwner } from "../engine/engine";
import type { ModelDescription } from "../engine/messages";
import { sequencesOf } from "../engine/model-inputs";
import type { WhatIf } from "../features/bases/what-if";
import type { Conditions } from "../features/conditions/conditions";
import type { FurtherInputs } from "../features/inputs/further-inputs";
import type { Genomes } from "../features/genomes/genomes";
import type { Predictions } from "../features/map/predictions";
import type { Measurements } from "../features/measured/measurements";
import type { Promoters } from "../features/promoters/promoters";
import type { LinkState } from "../features/sessions/link";
import type { Variants } from "../features/variants/variants";
import { strings } from "../strings/index";
import type { Address, Shown } from "./address";
import type { GeneSource } from "./gene-source";
import { setInputs, type Inputs } from "./inputs";
import { termMapKinds, type TermMapKind } from "../features/families/term-map-kinds";
import type { Panel } from "./panels";

interface Bench extends EngineOwner {
  readonly address: Address;
  readonly genomes: Genomes;
  readonly promoters: Promoters;
  readonly conditions: Conditions;
  readonly inputs: FurtherInputs;
  readonly measurements: Measurements;
  readonly variants: Variants;
  readonly predictions: Predictions;
  readonly whatIf: WhatIf;
  readonly model: ModelDescription | undefined;
  readonly panels: readonly Panel[];
  readonly geneSource: GeneSource;
  panel: Panel;
  termMap: TermMapKind | undefined;
  view: [number, number] | undefined;
  predict(): Promise<void>;
}

/** Puts a whole state in the place of what is there: a link's, a session's, an earlier step's. Nothing is predicted until all of it stands. */
export class Restoring {
  isUnderWay = true;
  /** The view that the visitor chose since something else was on its way. */
  private chosenPanel: Panel | undefined;

  constructor(
    private readonly bench: Bench,
    private readonly changed: () => void,
  ) {}

  /** Something else is on its way: a view that is chosen from now on counts more than the one that it comes with. */
  expect(): void {
    this.chosenPanel = undefined;
  }

  choosePanel(panel: Panel): void {
    this.chosenPanel = panel;
  }

  /** Shows what a link says, or, where it says nothing that can be used, the example. */
  async show(link: Shown, example: LinkState): Promise<void> {
    const { bench } = this;
    const { engine, address, genomes, predictions } = bench;
    address.problem = link && "problem" in link ? link.problem : "";
    const state = link && "state" in link ? link.state : { ...example, ...link?.texts };
    address.missing = state.without ?? [];
    this.isUnderWay = true;
    const genome = state.genome === undefined ? undefined : await genomes.find(state.genome);
    if (engine !== bench.engine) return;
    const isLost = state.genome !== undefined && !genome;
    if (isLost) address.problem = strings.genomes.elsewhere(state.genome ?? "");
    const brought = bench.geneSource.lookUpIn(genome);
    predictions.cell = state.cell;
    predictions.sequence =
      bench.model && sequencesOf(bench.model).find(({ name }) => name === state.lookedAt)?.input;
    predictions.grid = predictions.track = undefined;
    bench.view = state.view;
    const wanted = this.chosenPanel ?? state.panel;
    bench.panel = bench.panels.find((name) => name === wanted) ?? "bases";
    bench.termMap = termMapKinds.find((kind) => kind === state.termMap);
    this.changed();
    await Promise.all([brought, this.setParts(state, isLost)]);
    // Another model may have come in between, with a state of its own.
    if (engine !== bench.engine) return;
    this.isUnderWay = false;
    bench.whatIf.bind(bench.promoters.rows, bench.conditions.columns);
    await bench.predict();
  }

  /** Brings back what an earlier step of the history was made in. */
  async putBack(inputs: Inputs): Promise<void> {
    const { bench } = this;
    const { engine } = bench;
    this.isUnderWay = true;
    await setInputs(bench, inputs);
    if (engine !== bench.engine) return;
    this.isUnderWay = false;
    await bench.predict();
  }

  private async setParts(state: LinkState, isGenomeLost: boolean): Promise<void> {
    const { promoters, conditions, inputs, measurements, variants, whatIf } = this.bench;
    whatIf.restore(state.edits, state.history?.past, state.history?.future);
    variants.restore(
      state.variants ?? variants.text,
      state.variants === undefined ? variants.of : state.variantsOf,
    );
    await Promise.all([
      state.everyGene && !isGenomeLost
        ? promoters.addAllGenes()
        : promoters.addGenes(isGenomeLost ? [] : state.genes),
      // A link without a text of its own takes nothing away that is typed already.
      promoters.setText(state.sequences ?? promoters.text, 0),
      conditions.choose(state.everyPreset ? conditions.presets.map(({ id }) => id) : state.presets),
      state.further && inputs.restore(state.further),
      conditions.setText(state.table ?? conditions.text, 0),
      measurements.setText(state.measured ?? measurements.text),
    ]);
  }
}
