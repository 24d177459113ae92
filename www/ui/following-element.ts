import { LitElement } from "lit";
import type { Observable } from "../state/observable";

/** A component that is drawn again when the state that it was given changes. */
export abstract class FollowingElement extends LitElement {
  private unfollow: (() => void) | undefined;

  protected abstract readonly followed: Observable;

  override connectedCallback(): void {
    super.connectedCallback();
    this.unfollow = this.followed.subscribe(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unfollow?.();
  }
}
