import EngineWorker from "../worker/worker.ts?worker&inline";
import type { Assets } from "./assets";
import { moduleMissing } from "./module-failures";

/** What the single-file build put into the page: gzip in base64, in script elements that are only data (vite-single-file.ts). */
export const embeddedAssets: Assets = {
  startWorker: () => new EngineWorker(),
  startFilesWorker: () => {
    throw moduleMissing("files");
  },
  has: (module) => find(`${module}.wasm`) !== undefined,
  module: (module) => unpack(`${module}.wasm`, "application/wasm"),
  file: (name) => unpack(name),
};

function find(name: string): Element | undefined {
  return [...document.querySelectorAll("script[data-file]")].find(
    (element) => element.getAttribute("data-file") === name,
  );
}

// eslint-disable-next-line @typescript-eslint/require-await -- a missing file is a failure like any other.
async function unpack(name: string, type = "application/octet-stream"): Promise<Response> {
  const text = find(name)?.textContent;
  if (!text) return new Response(null, { status: 404 });
  const packed = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream, { headers: { "content-type": type } });
}
