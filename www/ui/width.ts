import { Printing } from "./printing";
import type { LitElement, ReactiveController } from "lit";

/** How wide an element is, in CSS pixels, so that a chart's text keeps its size. */
export class Width implements ReactiveController {
  pixels = 0;
  private readonly observer = new ResizeObserver(([entry]) => this.take(entry?.contentRect.width ?? 0));

  constructor(private readonly host: LitElement) {
    host.addController(this);
    new Printing(host, () => this.take(host.clientWidth));
  }

  private take(found: number): void {
    const width = Math.floor(found);
    if (!width || width === this.pixels) return;
    this.pixels = width;
    this.host.requestUpdate();
  }

  hostConnected(): void {
    this.observer.observe(this.host);
  }

  hostDisconnected(): void {
    this.observer.disconnect();
  }
}
