// Names of errors after which a WebAssembly instance must not be used again: it has trapped or has no memory left.
const traps = new Set(["RuntimeError", "RangeError", "OutOfMemory"]);

export const isTrap = ({ name }: Error) => traps.has(name);
