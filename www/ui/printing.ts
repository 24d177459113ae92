import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Whether the page is being put on paper; its host is told at once, as nothing is measured anew behind the browser's back. */
export class Printing implements ReactiveController {
  isOn = false;
  private readonly medium = matchMedia("print");

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly changed: () => void = () => {},
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.medium.addEventListener("change", this.onMedium);
    window.addEventListener("beforeprint", this.begin);
    window.addEventListener("afterprint", this.end);
    this.set(this.medium.matches);
  }

  hostDisconnected(): void {
    this.medium.removeEventListener("change", this.onMedium);
    window.removeEventListener("beforeprint", this.begin);
    window.removeEventListener("afterprint", this.end);
  }

  private readonly onMedium = () => this.set(this.medium.matches);
  private readonly begin = () => this.set(true);
  private readonly end = () => this.set(false);

  private set(isOn: boolean): void {
    if (isOn === this.isOn) return;
    this.isOn = isOn;
    this.changed();
    this.host.requestUpdate();
  }
}
