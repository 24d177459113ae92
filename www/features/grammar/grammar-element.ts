import { BenchElement } from "../../app/bench-element";
import type { Workbench } from "../../app/workbench";
import { Families } from "../families/families";
import { Grammar } from "./grammar";

/** A part of the view of features that kernels read. */
export class GrammarElement extends BenchElement {
  protected override follows({ frame, predictions }: Workbench) {
    return [frame, predictions];
  }

  private watches: (() => void)[] = [];

  get grammar(): Grammar {
    return Grammar.of(this.bench);
  }

  /** The terms of the chosen response. */
  get terms(): Families {
    return Families.of(this.bench);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.watches = [this.grammar, this.terms].flatMap((part) => [
      part.subscribe(() => this.requestUpdate()),
      part.watch(),
    ]);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const end of this.watches.splice(0)) end();
  }
}
