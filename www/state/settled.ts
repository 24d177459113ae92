import type { Predictions } from "./predictions";

/** Resolves when no prediction and no track is under way. */
export function settled(predictions: Predictions): Promise<void> {
  const isRunning = () =>
    [predictions.gridProgress, predictions.trackProgress].some(({ state }) => state === "running");
  return new Promise((resolve) => {
    const look = () => {
      if (isRunning()) return;
      stop();
      resolve();
    };
    const stop = predictions.subscribe(look);
    look();
  });
}
