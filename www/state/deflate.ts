/** Raw deflate in both directions: the browser's own where it has one, else a library that is loaded for it. */

export async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = nativeStream(() => new CompressionStream("deflate-raw"));
  if (!stream) return (await import("fflate")).deflateSync(bytes);
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

/** Stops as soon as the text is longer than `longest`: a small link can hold any amount of it. */
export async function inflateText(bytes: Uint8Array<ArrayBuffer>, longest: number): Promise<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  const take = (chunk: Uint8Array) => {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > longest) throw new Error("too long");
  };
  const stream = nativeStream(() => new DecompressionStream("deflate-raw"));
  if (stream) for await (const chunk of chunks(new Blob([bytes]).stream().pipeThrough(stream))) take(chunk);
  else await inflateByLibrary(bytes, take);
  return text + decoder.decode();
}

async function inflateByLibrary(bytes: Uint8Array, take: (chunk: Uint8Array) => void): Promise<void> {
  const { Inflate } = await import("fflate");
  let isComplete = false;
  const inflate = new Inflate((chunk, isLast) => {
    take(chunk);
    isComplete = isLast;
  });
  // In pieces, so that what is too long is noticed before all of it stands in memory.
  for (let at = 0; at < bytes.length; at += 256)
    inflate.push(bytes.subarray(at, at + 256), at + 256 >= bytes.length);
  if (!isComplete) throw new Error("cut short");
}

/** Streams cannot be iterated over everywhere. */
async function* chunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel();
  }
}

/** Undefined where the browser has no such stream, or none for this format. */
function nativeStream<Stream>(make: () => Stream): Stream | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
