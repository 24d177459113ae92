/** The module with traps in it: what a fault of the program does that no test of good and bad input can bring about. */
export interface Trap {
  /** The exported function, as the module calls it. */
  inside: string;
  /** It traps when the parameter at this place, a length or a count for example, has this value. */
  when: { parameter: number; is: number };
  /** Traps in this function instead, the next time that it is called. */
  later?: string;
}

/** An address below everything that the program uses, where 0 stands. */
const mark = 16;

const unreachableIf = (condition: number[]) => [...condition, 0x04, 0x40, 0x00, 0x0b];

export function withTrap(module: Buffer, { inside, when, later }: Trap): Buffer {
  const isIt = [0x20, ...leb128(when.parameter), 0x41, ...signedLeb128(when.is), 0x46];
  if (later === undefined) return withBeginning(module, inside, unreachableIf(isIt));
  const remember = [...isIt, 0x04, 0x40, 0x41, mark, 0x41, 1, 0x36, 2, 0, 0x0b];
  const isRemembered = [0x41, mark, 0x28, 2, 0];
  return withBeginning(withBeginning(module, inside, remember), later, unreachableIf(isRemembered));
}

/** The module whose exported function does something before all else. */
function withBeginning(module: Buffer, name: string, code: number[]): Buffer {
  const sections = sectionsOf(module);
  const own = exportedFunction(sections, name) - importedFunctions(sections);
  const section = sections.find(({ id }) => id === sectionIds.code)!;
  const reader = new Reader(section.content);
  const count = reader.number();
  for (let at = 0; at < own; at++) reader.skip(reader.number());
  const start = reader.at;
  const end = reader.number() + reader.at;
  const body = section.content.subarray(reader.at, end);
  const locals = new Reader(body);
  for (let groups = locals.number(); groups > 0; groups--) {
    locals.number();
    locals.skip(1);
  }
  const changed = Buffer.concat([body.subarray(0, locals.at), Buffer.from(code), body.subarray(locals.at)]);
  const content = Buffer.concat([
    section.content.subarray(0, start),
    Buffer.from(leb128(changed.length)),
    changed,
    section.content.subarray(end),
  ]);
  if (own >= count) throw new Error(`${name} is no function of the module's own`);
  return Buffer.concat([
    module.subarray(0, section.start),
    Buffer.from([sectionIds.code, ...leb128(content.length)]),
    content,
    module.subarray(section.end),
  ]);
}

const sectionIds = { import: 2, export: 7, code: 10 };

interface Section {
  id: number;
  start: number;
  end: number;
  content: Buffer;
}

function sectionsOf(module: Buffer): Section[] {
  const reader = new Reader(module, 8);
  const found: Section[] = [];
  while (reader.at < module.length) {
    const start = reader.at;
    const id = reader.byte();
    const length = reader.number();
    const content = module.subarray(reader.at, reader.at + length);
    reader.skip(length);
    found.push({ id, start, end: reader.at, content });
  }
  return found;
}

function importedFunctions(sections: Section[]): number {
  const section = sections.find(({ id }) => id === sectionIds.import);
  if (!section) return 0;
  const reader = new Reader(section.content);
  let functions = 0;
  for (let left = reader.number(); left > 0; left--) {
    reader.text();
    reader.text();
    const kind = reader.byte();
    if (kind === 0) functions++;
    // A function has a type; what else is imported (tables, memories, globals, tags) wasm-bindgen does not write.
    else throw new Error("the module imports something that is no function");
    reader.number();
  }
  return functions;
}

function exportedFunction(sections: Section[], name: string): number {
  const reader = new Reader(sections.find(({ id }) => id === sectionIds.export)!.content);
  for (let left = reader.number(); left > 0; left--) {
    const [own, kind, index] = [reader.text(), reader.byte(), reader.number()];
    if (own === name && kind === 0) return index;
  }
  throw new Error(`the module exports no function ${name}`);
}

class Reader {
  constructor(
    private readonly bytes: Buffer,
    public at = 0,
  ) {}

  byte(): number {
    return this.bytes[this.at++]!;
  }

  number(): number {
    let [value, shift, byte] = [0, 0, 0x80];
    for (; byte & 0x80; shift += 7) {
      byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
    }
    return value;
  }

  text(): string {
    const length = this.number();
    this.at += length;
    return this.bytes.toString("utf8", this.at - length, this.at);
  }

  skip(count: number): void {
    this.at += count;
  }
}

function leb128(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb128(Math.floor(value / 0x80))];
}

/** Of numbers that are not negative: their last byte must not look like that of one which is. */
function signedLeb128(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signedLeb128(Math.floor(value / 0x80))];
}
