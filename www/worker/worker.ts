/// <reference lib="webworker" />
import { isExhausted, isMemoryRefused } from "../engine/memory";
import type { Answer, CallName, FromWorker, Request, ToWorker } from "../engine/messages";
import type { Catalogue, Session, WasmModule } from "../engine/wasm-api";
import { runJob } from "./jobs";
import { loadGlue } from "./modules";

const scope = self as unknown as DedicatedWorkerGlobalScope;
const cancelled = new Set<number>();
let wasm: WasmModule | undefined;
let memory: WebAssembly.Memory | undefined;
let session: Session | undefined;
let catalogue: Catalogue | undefined;

scope.onmessage = (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  if (message.kind === "cancel") cancelled.add(message.id);
  else void answer(message);
};

async function answer(request: Request): Promise<void> {
  const { id } = request;
  try {
    send({ kind: "answer", id, value: await handle(request) });
  } catch (error) {
    const { name, message } = diagnose(error instanceof Error ? error : new Error(String(error)));
    send({ kind: "failure", id, name, message });
  } finally {
    cancelled.delete(id);
  }
}

/** A trap inside WebAssembly says "unreachable"; its name is what tells the page that this worker is no longer usable, and why. */
function diagnose(error: Error): { name: string; message: string } {
  const isExhaustion = error.name === "RuntimeError" && memory !== undefined && isExhausted(memory);
  const name = isExhaustion || isMemoryRefused(error) ? "OutOfMemory" : error.name;
  return { name, message: error.message };
}

async function handle(request: Request): Promise<Answer<CallName>> {
  switch (request.kind) {
    case "open": {
      wasm = await loadGlue(request.backend);
      ({ memory } = await wasm.default({ module_or_path: request.module }));
      session = await wasm.Session.open();
      return { backend: session.backend };
    }
    case "loadModel":
      return opened().loadModel(request.manifest, request.weights);
    case "readPromoters":
      return opened().readPromoters(request.text);
    case "readConditions":
      return opened().readConditions(request.text);
    case "grid": {
      const { sequences, conditions, conditionCount } = request;
      return runJob(
        opened().startGrid(sequences, conditions, conditionCount),
        () => cancelled.has(request.id),
        (done, total) => send({ kind: "progress", id: request.id, done, total }),
      );
    }
    case "mutagenesis":
      return runJob(
        opened().startMutagenesis(request.sequence, request.condition, 1, ...(request.range ?? [])),
        () => cancelled.has(request.id),
        (done, total) => send({ kind: "progress", id: request.id, done, total }),
      );
    case "loadCatalogue":
      if (!wasm) throw new Error("The worker has not been opened.");
      catalogue?.free();
      catalogue = new wasm.Catalogue(request.bytes);
      return { size: catalogue.size, assembly: catalogue.assembly };
    case "findGene":
      return listed().find(request.name) ?? null;
    case "allGenes":
      return listed().all();
    case "completeGene":
      return listed().complete(request.prefix, request.limit);
  }
}

function opened(): Session {
  if (!session) throw new Error("The worker has not been opened.");
  return session;
}

function listed(): Catalogue {
  if (!catalogue) throw new Error("The gene catalogue has not been loaded.");
  return catalogue;
}

function send(message: FromWorker): void {
  scope.postMessage(message);
}
