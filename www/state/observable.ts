/** Something whose changes are announced; readers look at its fields again. */
export class Observable {
  private readonly listeners = new Set<() => void>();

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Resolves as soon as the condition holds. */
  until(condition: () => boolean): Promise<void> {
    if (condition()) return Promise.resolve();
    return new Promise((resolve) => {
      const unsubscribe = this.subscribe(() => {
        if (!condition()) return;
        unsubscribe();
        resolve();
      });
    });
  }

  protected changed(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

/** An observable whose owner says when something changed. */
export class Announcer extends Observable {
  announce(): void {
    this.changed();
  }
}
