/** A page that nobody sees draws nothing. */
const hiddenMs = 100;

/** Resolves when what has changed by now is on screen. */
export function afterPaint(): Promise<void> {
  return new Promise((resolve) => {
    // A frame's callbacks come before it is drawn, the next task after that.
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, hiddenMs);
  });
}
