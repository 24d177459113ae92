import { parseArgs } from "node:util";
import type { BackendName } from "./in-page/messages.ts";

export interface Options {
  /** `published` (random weights, the publication's size), `shipped`, or model folders. */
  models: string[];
  backend: BackendName;
  rounds: number;
  /** Whether the processor's module is the one without relaxed SIMD. */
  plain: boolean;
  json: string;
}

export const usage = `npm run bench:browser -- [options]
  --model published|shipped|FOLDER   what to run; may be given again (default: published and shipped)
  --backend cpu|webgpu               default: cpu
  --rounds N                         default: 5
  --plain                            the processor's module without relaxed SIMD
  --json FILE                        where the numbers go (default: target/bench-browser/BACKEND.json)
  --help`;

/** Undefined where only help was asked for. */
export function readOptions(args: string[]): Options | undefined {
  const { values } = parseArgs({
    args,
    options: {
      model: { type: "string", multiple: true, default: ["published", "shipped"] },
      backend: { type: "string", default: "cpu" },
      rounds: { type: "string", default: "5" },
      plain: { type: "boolean", default: false },
      json: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const { backend, model: models, plain } = values;
  if (backend !== "cpu" && backend !== "webgpu")
    throw new Error(`--backend is ${backend}; say cpu or webgpu`);
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds is ${values.rounds}; say 1 or more`);
  const json = values.json ?? `target/bench-browser/${backend}.json`;
  return { models, backend, rounds, plain, json };
}
