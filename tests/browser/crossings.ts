import type { Page } from "@playwright/test";

/** What the page has posted to its workers. */
export interface Crossings {
  /** Sequences by the kind of message that carried them. */
  sequences: Record<string, number>;
  /** Arrays of numbers of a sample: embeddings and numbers. */
  numbers: number;
  /** Letters and bytes of buffers, of all messages that carry samples. */
  bytes: number;
}

/** Counts from now on what crosses to the workers that the page starts; to be called before the page is opened. */
export async function countCrossings(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const counted: Crossings = { sequences: {}, numbers: 0, bytes: 0 };
    Object.assign(window, { counted });
    // Files that are sent once for each worker, and are no samples.
    const files = new Set(["open", "loadModel", "loadCatalogue", "loadMotifs"]);
    const count = (value: unknown, kind: string, isSample: boolean): void => {
      if (typeof value === "string") {
        counted.bytes += value.length;
        if (/^[ACGTN]{20,}$/i.test(value)) counted.sequences[kind] = (counted.sequences[kind] ?? 0) + 1;
      } else if (ArrayBuffer.isView(value)) {
        counted.bytes += value.byteLength;
        if (isSample && value instanceof Float32Array) counted.numbers++;
      } else if (typeof value === "number") counted.bytes += 4;
      else if (typeof value === "object" && value !== null)
        for (const [key, inner] of Object.entries(value))
          count(inner, kind, isSample || /^samples?$/.test(key));
    };
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the worker below
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (this: Worker, ...message: unknown[]) {
      const [asked] = message as [{ kind?: string }];
      if (asked.kind && !files.has(asked.kind)) count(asked, asked.kind, false);
      Reflect.apply(postMessage, this, message);
    };
  });
}

/** What has crossed since it was asked the last time. */
export function takeCrossings(page: Page): Promise<Crossings> {
  return page.evaluate(() => {
    const { counted } = window as unknown as { counted: Crossings };
    const taken = structuredClone(counted);
    Object.assign(counted, { sequences: {}, numbers: 0, bytes: 0 });
    return taken;
  });
}
