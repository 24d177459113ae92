const mark = "\n##FASTA";

/** A GFF3 file may end in its genome, below a line ##FASTA, as SGD's does: each part goes its own way, in chunks. */
export class FastaSplitter {
  hasFasta = false;
  /** What may be the beginning of the mark. */
  private rest: Uint8Array = new Uint8Array();
  private isInMark = false;

  constructor(
    private readonly above: (chunk: Uint8Array) => void,
    private readonly below: (chunk: Uint8Array) => void,
  ) {}

  push(chunk: Uint8Array): void {
    if (this.isInMark) this.skipLine(chunk);
    else if (this.hasFasta) this.below(chunk);
    else this.search(joined(this.rest, chunk));
  }

  end(rest: Uint8Array): void {
    if (this.hasFasta) this.below(rest);
    else this.above(joined(this.rest, rest));
  }

  private search(chunk: Uint8Array): void {
    const at = find(chunk);
    if (at < 0) {
      const kept = Math.max(0, chunk.length - mark.length);
      this.above(chunk.subarray(0, kept));
      this.rest = chunk.slice(kept);
      return;
    }
    this.above(chunk.subarray(0, at + 1));
    this.hasFasta = this.isInMark = true;
    this.skipLine(chunk.subarray(at + mark.length));
  }

  private skipLine(chunk: Uint8Array): void {
    const end = chunk.indexOf(10);
    if (end < 0) return;
    this.isInMark = false;
    this.below(chunk.subarray(end + 1));
  }
}

function find(chunk: Uint8Array): number {
  const [first, second] = [mark.charCodeAt(0), mark.charCodeAt(1)];
  for (let at = chunk.indexOf(first); at >= 0; at = chunk.indexOf(first, at + 1)) {
    if (chunk[at + 1] !== second || at + mark.length > chunk.length) continue;
    if (String.fromCharCode(...chunk.subarray(at, at + mark.length)) === mark) return at;
  }
  return -1;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (!first.length) return second;
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
