import { expect, test } from "@playwright/test";
import type { Engine } from "../../www/engine/engine";
import { Comparison } from "../../www/features/bases/comparison";
import { Layers } from "../../www/features/bases/layers";
import { Predictions } from "../../www/features/map/predictions";

/** Predictions that say how many follow them. */
class Followed extends Predictions {
  followers = 0;

  override subscribe(listener: () => void): () => void {
    const end = super.subscribe(listener);
    this.followers++;
    return () => {
      this.followers--;
      end();
    };
  }
}

test("nothing that belongs to a model that was left goes on following predictions", () => {
  const predictions = new Followed({ engine: {} as Engine });
  for (let model = 0; model < 3; model++) {
    // Another model comes with another engine, and with other parts.
    const bench = { engine: {} as Engine, model: undefined, predictions };
    const parts = [Layers.of(bench), Comparison.of(bench)];
    for (const part of parts) part.setVisible(true);
    expect(predictions.followers).toBe(2);
    for (const part of parts) part.setVisible(false);
    expect(predictions.followers).toBe(0);
  }
});
