import { LitElement } from "lit";
import { property } from "lit/decorators.js";
import type { Workbench } from "../state/workbench";

/** A component that shows the workbench and is drawn again when its content changes. */
export class BenchElement extends LitElement {
  private shownBench: Workbench | undefined;
  private unsubscribe: (() => void) | undefined;

  @property({ attribute: false })
  set bench(bench: Workbench) {
    this.shownBench = bench;
    if (this.isConnected) this.follow();
  }
  get bench(): Workbench {
    if (!this.shownBench) throw new Error("this component was drawn before it was given a workbench");
    return this.shownBench;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unsubscribe?.();
  }

  private follow(): void {
    this.unsubscribe?.();
    this.unsubscribe = this.shownBench?.subscribe(() => this.requestUpdate());
  }
}
