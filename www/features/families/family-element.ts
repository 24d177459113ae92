import { BenchElement } from "../../app/bench-element";
import type { Workbench } from "../../app/workbench";
import type { FeatureShare } from "../../engine/messages";
import { Families } from "./families";
import { namesOf, titleOf } from "./family-names";

/** A part of the view of TF families. */
export class FamilyElement extends BenchElement {
  protected override follows({ frame, predictions, whatIf }: Workbench) {
    return [frame, predictions, whatIf];
  }

  private end: (() => void) | undefined;
  private leave: (() => void) | undefined;

  get families(): Families {
    return Families.of(this.bench);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.end = this.families.subscribe(() => this.requestUpdate());
    this.leave = this.families.watch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.end?.();
    this.leave?.();
  }

  /** The TFs of a family, by their names. */
  namesOf(family: FeatureShare): string[] {
    return namesOf(family, this.bench.model);
  }

  titleOf(family: FeatureShare): string {
    return titleOf(family, this.bench.model);
  }
}
