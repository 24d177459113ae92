import type { Workbench } from "../app/workbench";
import { carryOver } from "./carry-over";
import { Offline } from "./offline";

/**
 * Makes the page work without a network: stores it once the first prediction stands, which nothing may delay. Everything works without
 * this call, and where the browser has no service workers, as for files, in private windows and in frames without a storage of their own.
 */
export function startOffline(bench: Workbench): Offline {
  const offline = new Offline();
  const followNetwork = () => {
    offline.set({ isOnline: navigator.onLine });
    // What failed for want of a network is tried again when there is one.
    if (navigator.onLine && bench.phase.state === "failed") void bench.start();
  };
  offline.set({ isOnline: navigator.onLine });
  window.addEventListener("online", followNetwork);
  window.addEventListener("offline", followNetwork);
  // An embedded page does not fill its host's storage.
  if (window.top === window)
    void firstPrediction()
      .then(() => import("./register"))
      .then(({ register }) => register(offline, () => carryOver(bench) || !bench.address.isPartial, bench))
      .catch(() => offline.set({ storing: "unknown" }));
  return offline;
}

/** Resolves when the workbench has marked its first prediction. */
function firstPrediction(): Promise<void> {
  return new Promise((resolve) => {
    const observer = new PerformanceObserver((marks) => {
      if (!marks.getEntriesByName("cisight:first-prediction").length) return;
      observer.disconnect();
      resolve();
    });
    observer.observe({ type: "mark", buffered: true });
  });
}
