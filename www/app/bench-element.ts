import { LitElement } from "lit";
import { property } from "lit/decorators.js";
import type { Workbench } from "./workbench";

/** A component that shows the workbench and is drawn again when its content changes. */
export class BenchElement extends LitElement {
  private shownBench!: Workbench;
  private unsubscribe: (() => void) | undefined;

  @property({ attribute: false })
  set bench(bench: Workbench) {
    this.shownBench = bench;
    this.follow();
  }
  get bench(): Workbench {
    return this.shownBench;
  }

  protected get hasBench(): boolean {
    return this.shownBench !== undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unsubscribe?.();
  }

  private follow(): void {
    this.unsubscribe?.();
    this.unsubscribe = this.shownBench.subscribe(() => this.requestUpdate());
  }
}
