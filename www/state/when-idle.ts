/** When the main thread has nothing else to do, or after `mostMs` at the latest. */
export function whenIdle(work: () => void, mostMs?: number): void {
  if ("requestIdleCallback" in window)
    window.requestIdleCallback(work, mostMs === undefined ? {} : { timeout: mostMs });
  else setTimeout(work, mostMs === undefined ? 1000 : 0);
}
