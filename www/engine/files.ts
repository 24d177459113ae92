import { strings } from "../strings";
import type { Assets } from "./assets";
import { downloadFailure } from "./download-failure";
import type { CallOptions } from "./rpc";

export async function fetchText(assets: Assets, address: string, cache: RequestCache): Promise<string> {
  const response = await fetchFile(assets, address, cache);
  return read(address, response.text());
}

export async function fetchJson(assets: Assets, address: string, cache: RequestCache): Promise<unknown> {
  return parseJson(address, await fetchText(assets, address, cache));
}

/** `size` is what the file should have, for the progress: servers that compress do not say it. */
export async function fetchBytes(
  assets: Assets,
  address: string,
  cache: RequestCache,
  { signal, onProgress }: CallOptions = {},
  size = 0,
): Promise<Uint8Array> {
  const response = await fetchFile(assets, address, cache, signal);
  const { body } = response;
  const whole = onProgress && size && body ? counted(body, size, onProgress) : undefined;
  const buffer = (whole ? new Response(whole) : response).arrayBuffer();
  return new Uint8Array(await read(address, buffer, signal));
}

export function parseJson(address: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(strings.failures.notJson(address), { cause: error });
  }
}

function counted(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  size: number,
  onProgress: (done: number, total: number) => void,
): ReadableStream {
  let done = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        onProgress(Math.min(size, (done += chunk.length)), size);
        controller.enqueue(chunk);
      },
    }),
  );
}

async function fetchFile(
  assets: Assets,
  address: string,
  cache: RequestCache,
  signal?: AbortSignal,
): Promise<Response> {
  const response = await assets.file(address, cache, signal).catch(() => undefined);
  signal?.throwIfAborted();
  if (!response?.ok) throw new Error(downloadFailure(strings.failures.file(address), response?.status));
  return response;
}

async function read<T>(address: string, body: Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await body;
  } catch (error) {
    signal?.throwIfAborted();
    throw new Error(strings.failures.cutShort(address), { cause: error });
  }
}
