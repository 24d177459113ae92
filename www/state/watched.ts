import { Observable } from "./observable";

/** An observable that follows others, and works, only while somebody looks at it. */
export abstract class Watched extends Observable {
  private watchers = 0;
  private ends: (() => void)[] = [];

  /** Starts to look; returns what ends it. */
  watch(): () => void {
    if (this.watchers++ === 0) {
      this.enter();
      this.ends = this.followed().map((other) => other.subscribe(() => this.follow()));
      this.follow();
    }
    return () => {
      if (--this.watchers > 0) return;
      for (const end of this.ends) end();
      this.leave();
    };
  }

  protected get isWatched(): boolean {
    return this.watchers > 0;
  }

  /** Whose changes it follows. */
  protected abstract followed(): Observable[];

  /** Something that it rests on may have changed. */
  protected abstract follow(): void;

  /** Somebody looks, whom nobody else did before. */
  protected enter(): void {}

  /** Nobody looks any more: what is under way is given up. */
  protected abstract leave(): void;
}
