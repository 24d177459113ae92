import { LitElement } from "lit";
import { property } from "lit/decorators.js";
import type { Designer } from "./designer";

/** A part of the designer's panel, drawn again when the designer changes. */
export class DesignerElement extends LitElement {
  @property({ attribute: false }) designer!: Designer;
  private unfollow: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.unfollow = this.designer.subscribe(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unfollow?.();
  }
}
