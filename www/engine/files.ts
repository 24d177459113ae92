import { strings } from "../strings";
import type { Assets } from "./assets";
import { CodedError } from "./coded-error";
import { cutShort, downloadFailure } from "./download-failure";
import { packedSuffix, unpacked } from "./packed";
import type { CallOptions } from "./rpc";

export async function fetchText(assets: Assets, address: string, cache: RequestCache): Promise<string> {
  return new TextDecoder().decode(await fetchBytes(assets, address, cache));
}

export async function fetchJson(assets: Assets, address: string, cache: RequestCache): Promise<unknown> {
  return parseJson(address, await fetchText(assets, address, cache));
}

/** The content of a file, unpacked where its name says that it is stored compressed; `size` is what it then has, for the progress. */
export async function fetchBytes(
  assets: Assets,
  address: string,
  cache: RequestCache,
  { signal, onProgress }: CallOptions = {},
  size = 0,
): Promise<Uint8Array> {
  const response = await fetchFile(assets, address, cache, signal);
  // Without that name, content may happen to begin as gzip does.
  const mayBePacked = address.endsWith(packedSuffix);
  const content = async () =>
    mayBePacked || onProgress
      ? (await unpacked(response, { mayBePacked, onBytes: onProgress, size })).arrayBuffer()
      : response.arrayBuffer();
  return new Uint8Array(await read(address, content(), signal));
}

export function parseJson(address: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CodedError("file.not-json", { address }, strings.failures.notJson(address), { cause: error });
  }
}

async function fetchFile(
  assets: Assets,
  address: string,
  cache: RequestCache,
  signal?: AbortSignal,
): Promise<Response> {
  const response = await assets.file(address, cache, signal).catch(() => undefined);
  signal?.throwIfAborted();
  if (!response?.ok) throw downloadFailure(strings.failures.file(address), response?.status);
  return response;
}

async function read<T>(address: string, body: Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await body;
  } catch (error) {
    signal?.throwIfAborted();
    throw cutShort(address, error);
  }
}
