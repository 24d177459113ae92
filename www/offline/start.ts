import type { Workbench } from "../app/workbench";
import { carryOver } from "./carry-over";
import { Offline } from "./offline";

const retryDelaysMs = [0, 1000, 3000, 10_000];

/**
 * Makes the page work without a network: stores it once the first prediction stands, which nothing may delay. Everything works without
 * this call, and where the browser has no service workers, as for files, in private windows and in frames without a storage of their own.
 */
export function startOffline(bench: Workbench): Offline {
  const offline = new Offline();
  const followNetwork = () => {
    offline.set({ isOnline: navigator.onLine });
    if (navigator.onLine) void startAgain(bench);
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

/** What failed for want of a network is tried again when there is one; more than once, as the first requests of a network that has just come up often fail. */
async function startAgain(bench: Workbench): Promise<void> {
  for (const delay of retryDelaysMs) {
    await new Promise((resolve) => setTimeout(resolve, delay));
    if (bench.phase.state !== "failed" || !navigator.onLine) return;
    await bench.start();
  }
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
