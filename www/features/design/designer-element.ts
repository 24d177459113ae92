import { property } from "lit/decorators.js";
import { FollowingElement } from "../../ui/following-element";
import type { Designer } from "./designer";

/** A part of the designer's panel, drawn again when the designer changes. */
export class DesignerElement extends FollowingElement {
  @property({ attribute: false }) designer!: Designer;

  protected override get followed(): Designer {
    return this.designer;
  }
}
