import { ownModels } from "../strings/own-models";

/** Little-endian values out of bytes, one after the other; throws where they end. */
export class ByteReader {
  private at = 0;
  private readonly view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte(): number {
    return this.view.getUint8(this.advance(1));
  }

  uint16(): number {
    return this.view.getUint16(this.advance(2), true);
  }

  int32(): number {
    return this.view.getInt32(this.advance(4), true);
  }

  uint32(): number {
    return this.view.getUint32(this.advance(4), true);
  }

  /** The one value that stands the other way round. */
  float64(): number {
    return this.view.getFloat64(this.advance(8));
  }

  /** A whole number of any length; beyond what a number holds exactly, about the number. */
  long(length: number): number {
    const from = this.advance(length);
    let value = 0;
    for (let at = length - 1; at >= 0; at--) value = 256 * value + (this.bytes[from + at] ?? 0);
    const isNegative = length > 0 && (this.bytes[from + length - 1] ?? 0) >= 128;
    return isNegative ? value - 256 ** length : value;
  }

  text(length: number): string {
    const from = this.advance(length);
    return new TextDecoder().decode(this.bytes.subarray(from, from + length));
  }

  line(): string {
    const end = this.bytes.indexOf(10, this.at);
    if (end < 0) throw new Error(ownModels.pickleDamaged);
    const line = this.text(end - this.at);
    this.skip(1);
    return line;
  }

  skip(length: number): void {
    this.advance(length);
  }

  private advance(length: number): number {
    const { at } = this;
    if (length > this.bytes.length - at) throw new Error(ownModels.pickleDamaged);
    this.at += length;
    return at;
  }
}
