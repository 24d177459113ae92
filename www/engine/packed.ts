/** What a file's name ends with when it is stored compressed (gzip): static hosts compress neither modules nor weights by themselves. */
export const packedSuffix = ".gz";

type Bytes = Uint8Array<ArrayBuffer>;

/** How many bytes have come, and of how many; of 0 where nobody knows. */
export type OnBytes = (done: number, total: number) => void;

export interface UnpackOptions {
  /** Where not, a file that begins as gzip does is left as it is. */
  mayBePacked?: boolean;
  /** Hears of bytes as they travel. */
  onBytes?: OnBytes | undefined;
  /** What the file has where it comes unpacked and the host does not say it. */
  size?: number;
  type?: string;
}

/**
 * The content of a file that may be gzip. Its first bytes say whether it still is: some hosts name the compression in a header, and then the
 * browser has undone it.
 */
export async function unpacked(
  response: Response,
  { mayBePacked = true, onBytes, size = 0, type = "" }: UnpackOptions,
): Promise<Response> {
  const { head, reader } = await begun(response);
  const isPacked = mayBePacked && head[0] === 0x1f && head[1] === 0x8b;
  const isCoded = response.headers.has("content-encoding");
  const length = isCoded ? 0 : Number(response.headers.get("content-length") ?? 0);
  const total = length || (isPacked ? 0 : size);
  let done = 0;
  const pass = (chunk: Bytes, to: ReadableStreamDefaultController<Bytes>) => {
    to.enqueue(chunk);
    done += chunk.length;
    onBytes?.(total ? Math.min(done, total) : done, total);
  };
  const whole = new ReadableStream<Bytes>({
    start: (to) => void (head.length && pass(head, to)),
    async pull(to) {
      const { done: isEnd, value } = await reader.read();
      if (isEnd) to.close();
      else pass(value, to);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  const content = isPacked ? whole.pipeThrough(gunzip()) : whole;
  return new Response(content, { headers: { "content-type": type } });
}

/** The browser's own where it has one, else a library that is loaded for it. */
function gunzip(): ReadableWritablePair<Bytes, Bytes> {
  if (typeof DecompressionStream !== "undefined") return new DecompressionStream("gzip");
  let push: (chunk: Bytes, isLast: boolean) => void = () => undefined;
  return new TransformStream<Bytes, Bytes>({
    async start(to) {
      const { Gunzip } = await import("fflate");
      const library = new Gunzip((chunk) => to.enqueue(chunk as Bytes));
      push = (chunk, isLast) => library.push(chunk, isLast);
    },
    transform: (chunk) => push(chunk, false),
    flush: () => push(new Uint8Array(), true),
  });
}

/** Reads until there are two bytes, or all. */
async function begun({
  body,
}: Response): Promise<{ head: Bytes; reader: ReadableStreamDefaultReader<Bytes> }> {
  const reader = (body ?? new Blob().stream()).getReader();
  let head: Bytes = new Uint8Array();
  while (head.length < 2) {
    const { done, value } = await reader.read();
    if (done) break;
    const longer = new Uint8Array(head.length + value.length);
    longer.set(head);
    longer.set(value, head.length);
    head = longer;
  }
  return { head, reader };
}
