import { LitElement } from "lit";
import { property } from "lit/decorators.js";
import type { Observable } from "../state/observable";
import type { Workbench } from "./workbench";

/** A component that shows the workbench and is drawn again when what it shows of it changes. */
export class BenchElement extends LitElement {
  private shownBench!: Workbench;
  private ends: (() => void)[] = [];

  @property({ attribute: false })
  set bench(bench: Workbench) {
    this.shownBench = bench;
    this.follow();
  }
  get bench(): Workbench {
    return this.shownBench;
  }

  /** What announces the changes of what it shows; the workbench announces everything. */
  protected follows(bench: Workbench): readonly Observable[] {
    return [bench];
  }

  protected get hasBench(): boolean {
    return this.shownBench !== undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // It may have been taken out before it was drawn for the first time.
    if (this.hasBench && !this.ends.length) this.follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopFollowing();
  }

  private follow(): void {
    this.stopFollowing();
    const draw = () => this.requestUpdate();
    this.ends = this.follows(this.shownBench).map((part) => part.subscribe(draw));
  }

  private stopFollowing(): void {
    for (const end of this.ends.splice(0)) end();
  }
}
