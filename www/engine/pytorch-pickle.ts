import { BufferReader, Parser } from "pickleparser";
import { checkpoint } from "../strings/checkpoint";
import { CheckpointError } from "./checkpoint-error";
import { resolveName } from "./pytorch-names";
import { Storage } from "./pytorch-tensor";
import { ElementType } from "./pytorch-types";

/** A checkpoint of 10,000 tensors has about half as many. */
const mostInstructions = 1_000_000;

/** The pickle instructions that torch.save writes, in any protocol, and INST, so that the code it asks for is named. */
const allowed = new Set([
  ...[0x80, 0x95, 0x2e], // PROTO, FRAME, STOP
  ...[0x28, 0x29, 0x74, 0x85, 0x86, 0x87], // MARK, EMPTY_TUPLE, TUPLE, TUPLE1, TUPLE2, TUPLE3
  ...[0x5d, 0x61, 0x65], // EMPTY_LIST, APPEND, APPENDS
  ...[0x7d, 0x73, 0x75], // EMPTY_DICT, SETITEM, SETITEMS
  ...[0x4e, 0x88, 0x89], // NONE, NEWTRUE, NEWFALSE
  ...[0x4a, 0x4b, 0x4d, 0x8a, 0x47], // BININT, BININT1, BININT2, LONG1, BINFLOAT
  ...[0x58, 0x8c, 0x55, 0x43], // BINUNICODE, SHORT_BINUNICODE, SHORT_BINSTRING, SHORT_BINBYTES
  ...[0x71, 0x72, 0x94, 0x68, 0x6a], // BINPUT, LONG_BINPUT, MEMOIZE, BINGET, LONG_BINGET
  ...[0x63, 0x93, 0x69, 0x51, 0x52, 0x62], // GLOBAL, STACK_GLOBAL, INST, BINPERSID, REDUCE, BUILD
]);

/**
 * Instructions whose values no weight needs are read as ones that cannot do harm: BUILD, which would set any property of any value, as
 * POP; LONG1 and SHORT_BINBYTES, a number or bytes, as text of the same length.
 */
const readAs = new Map([
  [0x62, 0x30],
  [0x8a, 0x8c],
  [0x43, 0x8c],
]);

/** Lets the parser see only what torch.save writes; the parser asks `hasNext` before each instruction and nowhere else. */
class InstructionFilter extends BufferReader {
  private isAtInstruction = false;
  private seen = 0;

  override hasNext(): boolean {
    this.isAtInstruction = true;
    return super.hasNext();
  }

  override byte(): number {
    const byte = super.byte();
    if (!this.isAtInstruction) return byte;
    this.isAtInstruction = false;
    if (!allowed.has(byte)) throw new CheckpointError(checkpoint.unknownInstruction(byte));
    if (++this.seen > mostInstructions) throw new CheckpointError(checkpoint.tooManyInstructions);
    return readAs.get(byte) ?? byte;
  }
}

/** What a checkpoint's pickle describes, as data: dictionaries are maps, and tensors point into their storages. */
export function readPickle(bytes: Uint8Array): unknown {
  const parser = new Parser({
    nameResolver: { resolve: resolveName },
    persistentResolver: { resolve: storageOf },
    unpicklingTypeOfDictionary: "Map",
  });
  return parser.read(new InstructionFilter(bytes));
}

/** PyTorch writes ("storage", type, key, device, length). */
function storageOf(id: unknown): Storage {
  const [kind, type, key, , length] = (Array.isArray(id) ? id : []) as unknown[];
  if (kind !== "storage" || !(type instanceof ElementType) || typeof key !== "string")
    throw new CheckpointError(checkpoint.damaged);
  return new Storage(type, `data/${key}`, length);
}
