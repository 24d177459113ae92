import { BenchElement } from "../../app/bench-element";
import type { Workbench } from "../../app/workbench";
import type { FeatureShare } from "../../engine/messages";
import { Families } from "./families";
import { Evidence } from "./gene-evidence";
import { namesOf, titleOf } from "./family-names";

/** A part of the view of TF families. */
export class FamilyElement extends BenchElement {
  protected override follows({ frame, predictions, whatIf }: Workbench) {
    return [frame, predictions, whatIf];
  }

  private watches: (() => void)[] = [];

  get families(): Families {
    return Families.of(this.bench);
  }

  get evidence(): Evidence {
    return Evidence.of(this.bench);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.watches = [this.families, this.evidence].flatMap((part) => [
      part.subscribe(() => this.requestUpdate()),
      part.watch(),
    ]);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const end of this.watches.splice(0)) end();
  }

  /** The TFs of a family, by their names. */
  namesOf(family: FeatureShare): string[] {
    return namesOf(family, this.bench.model);
  }

  titleOf(family: FeatureShare): string {
    return titleOf(family, this.bench.model);
  }
}
