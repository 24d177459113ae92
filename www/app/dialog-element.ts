import type { TemplateResult } from "lit";
import { query } from "lit/decorators.js";
import type { Observable } from "../state/observable";
import { renderDialog } from "../ui/dialog";
import { BenchElement } from "./bench-element";

/** A window over the page that follows a state beside the workbench; tells its owner when it was closed ("closed"). */
export abstract class DialogElement extends BenchElement {
  @query("dialog") private dialog!: HTMLDialogElement;
  private hadResult = false;
  private unfollow: (() => void) | undefined;

  /** What it shows beside the workbench. */
  protected abstract readonly followed: Observable;
  protected abstract readonly heading: string;
  protected abstract renderBody(): TemplateResult;
  /** Nobody looks any more. */
  protected abstract leave(): void;

  override connectedCallback(): void {
    super.connectedCallback();
    this.unfollow = this.followed.subscribe(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unfollow?.();
    this.leave();
  }

  override firstUpdated(): void {
    this.dialog.showModal();
  }

  override render() {
    return renderDialog({
      heading: this.heading,
      body: this.renderBody(),
      closed: () => this.dispatchEvent(new CustomEvent("closed")),
    });
  }

  /** What came of it may lie below the edge. */
  override updated(): void {
    const result = this.renderRoot.querySelector(".outcome");
    const isThere = Boolean(result?.firstElementChild);
    if (isThere && !this.hadResult) result?.scrollIntoView({ block: "nearest" });
    this.hadResult = isThere;
  }

  protected close(): void {
    this.dialog.close();
  }
}
