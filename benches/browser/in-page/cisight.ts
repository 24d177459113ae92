import type { GridResult, MutagenesisResult } from "../../../www/engine/messages.ts";
import type { Samples, Session } from "../../../pkg/cpu/cisight";
import type { Job } from "../../../www/worker/jobs.ts";
import type { WasmModule } from "../../../www/worker/modules.ts";
import type { Order } from "./messages.ts";

/** Cisight as the page's worker drives it. */
export class Cisight {
  private constructor(
    private readonly session: Session,
    private readonly numbers: number[] | undefined,
    private readonly left: string,
    private readonly right: string,
    private readonly outputs: number,
  ) {}

  static async open(order: Order): Promise<Cisight> {
    const folder = `/pkg/${order.module}`;
    const glue = (await import(`${folder}/cisight.js`)) as WasmModule;
    const made = await glue.default({
      module_or_path: await WebAssembly.compileStreaming(fetch(`${folder}/cisight_bg.wasm`)),
    });
    // As the page does (www/worker/modules.ts).
    (made as { __wasm_call_ctors?: () => void }).__wasm_call_ctors?.();
    const session = await glue.Session.open();
    const manifest = await (await fetch(order.manifest)).text();
    session.loadModel(manifest, new Uint8Array(await (await fetch(order.weights)).arrayBuffer()));
    const { input, numbers } = order.model;
    const { outputs = [] } = JSON.parse(manifest) as { outputs?: unknown[] };
    const frame = [input.frame?.left ?? "", input.frame?.right ?? ""] as const;
    return new Cisight(session, numbers?.values, ...frame, Math.max(outputs.length, 1));
  }

  private samples(sequences: string[]): Samples {
    sequences.forEach((sequence, at) => this.session.holdPart(at, 0, this.left + sequence + this.right));
    const own = Uint32Array.from(sequences.keys());
    const shared = sequences.length;
    if (this.numbers) this.session.holdPart(shared, 1, Float32Array.from(this.numbers));
    const parts = this.numbers
      ? own.reduce((all, at) => (all.set([at, shared], 2 * at), all), new Uint32Array(2 * shared))
      : own;
    return this.session.samplesOf(parts, new Uint32Array(sequences.length));
  }

  /** Promoters x conditions, row-major; of several outputs the first. */
  async grid(sequences: string[], levels: Float32Array, conditions: number): Promise<ArrayLike<number>> {
    const result: GridResult = await finish(
      this.session.startGrid(this.samples(sequences), levels, conditions),
    );
    return this.outputs < 2 ? result.responses : result.responses.filter((_, at) => at % this.outputs === 0);
  }

  /** The responses of all mutants from base `from` on: base by base, A, C, G, T without the one that stands there. */
  async mutagenesis(sequence: string, levels: Float32Array, from: number): Promise<Float32Array> {
    const [begin, end] = [from, sequence.length].map((at) => this.left.length + at) as [number, number];
    const job = this.session.startMutagenesis(this.samples([sequence]), levels, 0, begin, end);
    const { deltas, reference }: MutagenesisResult = await finish(job);
    const others = Array.from(sequence.slice(from)).flatMap((standing, position) =>
      [0, 1, 2, 3].filter((base) => "ACGT"[base] !== standing).map((base) => 4 * position + base),
    );
    return Float32Array.from(others, (slot) => reference + deltas[slot]!);
  }
}

async function finish<Result>(job: Job<Result>): Promise<Result> {
  try {
    while (job.done < job.total) await job.step();
    return job.result();
  } finally {
    job.free();
  }
}
