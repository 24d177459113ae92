/** The module with an upper limit to its memory, in pages of 64 KiB: what a browser does that has no more to give. */
export function withMemoryLimit(module: Buffer, pages: number): Buffer {
  let at = 8;
  const number = () => {
    let [value, shift, byte] = [0, 0, 0x80];
    for (; byte & 0x80; shift += 7) {
      byte = module[at++] ?? 0;
      value += (byte & 0x7f) << shift;
    }
    return value;
  };
  const memorySection = 5;
  while (at < module.length) {
    const [start, id] = [at, module[at++]];
    const length = number();
    const end = at + length;
    if (id === memorySection) {
      at += 2;
      const section = Buffer.from([1, 1, ...leb128(number()), ...leb128(pages)]);
      return Buffer.concat([
        module.subarray(0, start),
        Buffer.from([memorySection, section.length]),
        section,
        module.subarray(end),
      ]);
    }
    at = end;
  }
  throw new Error("the module has no memory of its own");
}

function leb128(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb128(value >> 7)];
}
