import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Tells a component that draws on a canvas when the page's colours have changed: by theme, by the system, or for printing. */
export class Repaint implements ReactiveController {
  private readonly darkness = matchMedia("(prefers-color-scheme: dark)");

  constructor(
    host: ReactiveControllerHost,
    private readonly repaint: () => void,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.darkness.addEventListener("change", this.repaint);
    document.addEventListener("cisight-theme", this.repaint);
    window.addEventListener("beforeprint", this.repaint);
    window.addEventListener("afterprint", this.repaint);
  }

  hostDisconnected(): void {
    this.darkness.removeEventListener("change", this.repaint);
    document.removeEventListener("cisight-theme", this.repaint);
    window.removeEventListener("beforeprint", this.repaint);
    window.removeEventListener("afterprint", this.repaint);
  }
}
