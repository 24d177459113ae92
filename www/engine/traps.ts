/** Codes of failures after which a WebAssembly instance must not be used again: it has trapped or has no memory left. */
export const trapCodes = { trapped: "worker.trapped", outOfMemory: "worker.out-of-memory" } as const;

export const isTrap = ({ code }: { code: string }) => Object.values<string>(trapCodes).includes(code);

/** Whether it is the error of an instance that has trapped, as the browser raises it. */
export const isTrapError = (error: unknown) =>
  error instanceof Error && ["RuntimeError", "RangeError"].includes(error.name);
