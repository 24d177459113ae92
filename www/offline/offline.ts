import { Observable } from "../state/observable";

/** Whether the page is stored in this browser: "unknown" where that cannot be, or is not known yet. */
export type Storing = "unknown" | "working" | "done" | "full" | "failed";

/** What the page knows about working without a network, and about a newer version of itself. */
export class Offline extends Observable {
  storing: Storing = "unknown";
  isOnline = true;
  /** A newer version is stored and waits for the visitor to say so. */
  hasUpdate = false;
  /** The visitor's text is too long to survive the change to the newer version. */
  wouldLoseText = false;
  /** How the newer version is brought in; set by whoever knows. */
  applyUpdate: () => void = () => {};

  set(change: Partial<Pick<Offline, "storing" | "isOnline" | "hasUpdate" | "wouldLoseText">>): void {
    Object.assign(this, change);
    this.changed();
  }

  /** Puts the newer version off until the page is opened the next time. */
  postpone(): void {
    this.set({ hasUpdate: false, wouldLoseText: false });
  }
}
