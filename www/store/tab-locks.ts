const prefix = "cisight-work ";

/** Work that this tab writes, and no other one may while this one lives. */
export class TabLock {
  private release: (() => void) | undefined;

  private held: string | undefined;

  /** Takes work for this tab; false where another one has it, or the browser cannot tell. */
  async take(id: string): Promise<boolean> {
    if (id === this.held) return true;
    const { locks } = navigator as { locks?: LockManager };
    if (!locks) return false;
    return new Promise((resolve) => {
      locks
        .request(prefix + id, { ifAvailable: true }, (lock) => {
          resolve(lock !== null);
          if (!lock) return undefined;
          this.drop();
          this.held = id;
          return new Promise<void>((release) => (this.release = release));
        })
        .catch(() => resolve(false));
    });
  }

  /** A page that sleeps in the browser's memory must not hold on to anything. */
  drop(): void {
    this.release?.();
    this.release = this.held = undefined;
  }
}

/** Ids of the work that living tabs have. */
export async function workInUse(): Promise<string[]> {
  const { locks } = navigator as { locks?: LockManager };
  const { held = [] } = (await locks?.query()) ?? {};
  return held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name.slice(prefix.length)] : []));
}
