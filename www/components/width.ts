import type { LitElement, ReactiveController } from "lit";

/** How wide an element is, in CSS pixels, so that a chart's text keeps its size. */
export class Width implements ReactiveController {
  pixels = 0;
  private readonly observer = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    if (!width || width === this.pixels) return;
    this.pixels = width;
    this.host.requestUpdate();
  });

  constructor(private readonly host: LitElement) {
    host.addController(this);
  }

  hostConnected(): void {
    this.observer.observe(this.host);
  }

  hostDisconnected(): void {
    this.observer.disconnect();
  }
}
