import { ownModels } from "../strings/own-models";
import { ByteReader } from "./byte-reader";

/** A name of a Python module's part; nothing is ever looked up or run. */
export class Global {
  constructor(readonly name: string) {}
}

/** What of a pickle is not read on: nothing that weights need. */
export const opaque = Object.freeze({ kind: "opaque" });

export interface Hooks {
  /** What a call of that name stands for; undefined where such a call is refused. */
  call(name: string, args: unknown[]): unknown;
  /** What a reference to something outside the pickle stands for. */
  persistent(id: unknown): unknown;
}

const mark = Symbol("mark");

/** Reads a pickle as data: it builds numbers, texts, lists and maps, and asks the hooks for anything else. */
export function readPickle(bytes: Uint8Array, hooks: Hooks): unknown {
  const from = new ByteReader(bytes);
  const stack: unknown[] = [];
  const memo: unknown[] = [];
  const pop = (): unknown => {
    if (!stack.length) throw damaged();
    return stack.pop();
  };
  const top = () => stack.at(-1);
  const items = (): unknown[] => {
    const at = stack.lastIndexOf(mark);
    if (at < 0) throw damaged();
    return stack.splice(at).slice(1);
  };
  const put = (value: unknown) => void stack.push(value);
  const fill = (map: unknown, pairs: unknown[]) => {
    if (!(map instanceof Map)) return;
    for (let at = 0; at + 1 < pairs.length; at += 2) map.set(pairs[at], pairs[at + 1]);
  };
  const extend = (list: unknown, more: unknown[]) => {
    // Not spread into the call: a long list would overflow the stack.
    if (Array.isArray(list)) for (const item of more) list.push(item);
  };
  const call = (callee: unknown, args: unknown) => {
    const name = callee instanceof Global ? callee.name : "";
    const result = hooks.call(name, Array.isArray(args) ? args : []);
    if (result === undefined) throw new Error(ownModels.pickleCode(name || "?"));
    put(result);
  };
  const recall = (at: number) => {
    if (!(at in memo)) throw damaged();
    put(memo[at]);
  };

  for (;;) {
    const code = from.byte();
    switch (code) {
      case 0x80: // PROTO
        from.byte();
        break;
      case 0x95: // FRAME
        from.skip(8);
        break;
      case 0x2e: // STOP
        return pop();
      case 0x28: // MARK
        put(mark);
        break;
      case 0x30: // POP
        pop();
        break;
      case 0x31: // POP_MARK
        items();
        break;
      case 0x32: // DUP
        put(top());
        break;
      case 0x4e: // NONE
        put(null);
        break;
      case 0x88: // NEWTRUE
      case 0x89: // NEWFALSE
        put(code === 0x88);
        break;
      case 0x4a: // BININT
        put(from.int32());
        break;
      case 0x4b: // BININT1
        put(from.byte());
        break;
      case 0x4d: // BININT2
        put(from.uint16());
        break;
      case 0x8a: // LONG1
        put(from.long(from.byte()));
        break;
      case 0x8b: // LONG4
        put(from.long(from.uint32()));
        break;
      case 0x47: // BINFLOAT
        put(from.float64());
        break;
      case 0x58: // BINUNICODE
        put(from.text(from.uint32()));
        break;
      case 0x8c: // SHORT_BINUNICODE
      case 0x55: // SHORT_BINSTRING
        put(from.text(from.byte()));
        break;
      case 0x43: // SHORT_BINBYTES
        from.skip(from.byte());
        put(opaque);
        break;
      case 0x42: // BINBYTES
      case 0x54: // BINSTRING
        from.skip(from.uint32());
        put(opaque);
        break;
      case 0x5d: // EMPTY_LIST
      case 0x29: // EMPTY_TUPLE
        put([]);
        break;
      case 0x8f: // EMPTY_SET
      case 0x7d: // EMPTY_DICT
        put(new Map());
        break;
      case 0x90: // ADDITEMS
        items();
        break;
      case 0x61: {
        // APPEND
        const item = pop();
        extend(top(), [item]);
        break;
      }
      case 0x65: {
        // APPENDS
        const more = items();
        extend(top(), more);
        break;
      }
      case 0x74: // TUPLE
      case 0x6c: // LIST
        put(items());
        break;
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: // TUPLE3
        if (stack.length < code - 0x84) throw damaged();
        put(stack.splice(-(code - 0x84)));
        break;
      case 0x64: {
        // DICT
        const map = new Map();
        fill(map, items());
        put(map);
        break;
      }
      case 0x73: {
        // SETITEM
        const [value, key] = [pop(), pop()];
        fill(top(), [key, value]);
        break;
      }
      case 0x75: {
        // SETITEMS
        const pairs = items();
        fill(top(), pairs);
        break;
      }
      case 0x63: // GLOBAL
        put(new Global(`${from.line()}.${from.line()}`));
        break;
      case 0x93: {
        // STACK_GLOBAL
        const [name, module] = [pop(), pop()];
        put(new Global(`${String(module)}.${String(name)}`));
        break;
      }
      case 0x52: // REDUCE
      case 0x81: {
        // NEWOBJ
        const args = pop();
        call(pop(), args);
        break;
      }
      case 0x62: // BUILD
        pop();
        break;
      case 0x71: // BINPUT
        memo[from.byte()] = top();
        break;
      case 0x72: {
        // LONG_BINPUT
        const at = from.uint32();
        if (at > bytes.length) throw damaged();
        memo[at] = top();
        break;
      }
      case 0x94: // MEMOIZE
        memo.push(top());
        break;
      case 0x68: // BINGET
        recall(from.byte());
        break;
      case 0x6a: // LONG_BINGET
        recall(from.uint32());
        break;
      case 0x51: // BINPERSID
        put(hooks.persistent(pop()));
        break;
      default:
        throw damaged();
    }
  }
}

const damaged = () => new Error(ownModels.pickleDamaged);
