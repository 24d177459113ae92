/// <reference lib="webworker" />
import { notReady } from "./not-ready";
import { moduleMissing } from "../engine/module-failures";
import type { GenomeReader } from "../../pkg/files/cisight";
import type { FileCalls } from "../engine/files-api";
import type { FromWorker, ToWorker } from "../engine/messages";
import { diagnose } from "./diagnosis";
import { freeAfter, withHandle } from "./handles";
import { bytesOf } from "./bytes-of";
import { CallFile } from "./call-file";
import { readGenomeFiles } from "./genome-files";

type FilesModule = typeof import("../../pkg/files/cisight");
type Request = Exclude<ToWorker<FileCalls>, { kind: "cancel" }>;

const scope = self as unknown as DedicatedWorkerGlobalScope;
// A glob, because a build may be made before this module is compiled: the page then says that it cannot read such files.
const modules = import.meta.glob<FilesModule>("../../pkg/files/cisight.js");
let wasm: FilesModule | undefined;
let memory: WebAssembly.Memory | undefined;
let genome: GenomeReader | undefined;
/** The genome of variant calls, by its id, and the calls that are read. */
let called: { id: string; genome: GenomeReader } | undefined;
let calls: CallFile | undefined;

scope.onmessage = (event: MessageEvent<ToWorker<FileCalls>>) => {
  // The page ends this worker where it wants to cancel.
  if (event.data.kind !== "cancel") void answer(event.data);
};

async function answer(request: Request): Promise<void> {
  const { id } = request;
  try {
    send({ kind: "answer", id, value: await handle(request) });
  } catch (error) {
    send({ kind: "failure", id, problem: diagnose(error, memory) });
  }
}

async function handle(request: Request): Promise<FileCalls[keyof FileCalls]["answer"]> {
  switch (request.kind) {
    case "open": {
      const load = Object.values(modules)[0];
      if (!load) throw moduleMissing("files");
      wasm = await load();
      ({ memory } = await wasm.default({ module_or_path: request.module }));
      return {};
    }
    case "readGenome": {
      genome?.free();
      genome = undefined;
      const { reader, files } = await readGenome(request.id, request.files);
      genome = reader;
      return { files };
    }
    case "extract": {
      if (!genome) throw notReady("genome");
      return withHandle(genome.extract(request.options), (promoters) => ({
        report: promoters.report(),
        fasta: new Blob([promoters.fasta()], { type: "text/plain" }),
        catalogue: new Blob([promoters.catalogue()]),
      }));
    }
    case "openCalls": {
      calls?.free();
      calls = undefined;
      if (called?.id !== request.genomeId) {
        called?.genome.free();
        called = undefined;
        const { reader } = await readGenome(request.id, request.genome);
        called = { id: request.genomeId, genome: reader };
      }
      calls = new CallFile(called.genome.openCalls(request.options), request.calls);
      return {};
    }
    case "compareCalls":
      opened().reader.compareWith(request.calibration, request.effects);
      return {};
    case "nextCalls":
      return opened().next();
    case "scoreCalls":
      return opened().reader.scored(request.references, request.responses);
    case "endCalls": {
      const { reader } = opened();
      return { report: reader.report(), heads: reader.heads() };
    }
    case "importModel": {
      const checkpoint = await bytesOf(request.checkpoint);
      const { weights, ...rest } = await loaded().importModel(request.options, checkpoint);
      return { ...rest, files: [{ name: "weights.safetensors", bytes: weights }] };
    }
    case "networkOfPack":
      return loaded().networkOfPack(await bytesOf(request.pack));
    case "lookAtNetwork": {
      const { file, pack, length, answers } = request;
      return loaded().lookAtNetwork(await bytesOf(file), pack && (await bytesOf(pack)), length, answers);
    }
    case "makeNetwork": {
      const { options, file, pack } = request;
      return loaded().makeNetwork(options, await bytesOf(file), pack && (await bytesOf(pack)));
    }
    case "unpackModel":
      return loaded().unpackModel(await bytesOf(request.file));
    case "readEmbeddings": {
      const { file, positions, width } = request;
      return loaded().readEmbeddings(await bytesOf(file), positions, width);
    }
    case "importEmbedder":
      return importEmbedder(await bytesOf(request.config), await bytesOf(request.checkpoint));
    case "planEmbedding":
      return loaded().planEmbedding(request.ask);
    case "writeEmbeddings": {
      const { names, positions, width, values } = request;
      return loaded().writeEmbeddings(names, positions, width, values);
    }
    case "writeDesigns": {
      const { designs, file } = request;
      switch (file.format) {
        case "genbank":
          return loaded().designGenbank(designs);
        case "pool":
          return loaded().designPool(designs, file.five, file.three);
        case "primers":
          return loaded().designPrimers(designs, file.temperature);
      }
    }
  }
}

async function readGenome(id: number, from: File[]) {
  const reader = new (loaded().GenomeReader)();
  const report = (done: number, total: number) => send({ kind: "progress", id, done, total });
  try {
    return { reader, files: await readGenomeFiles(reader, from, report) };
  } catch (error) {
    freeAfter(error, reader);
    throw error;
  }
}

/** What the command line made is tried out as it is; authors' weights are written anew. */
async function importEmbedder(
  config: Uint8Array,
  checkpoint: Uint8Array,
): Promise<FileCalls["importEmbedder"]["answer"]> {
  const { importEmbedder: make, LoadedEmbedder } = loaded();
  const manifest = new TextDecoder().decode(config);
  if (!isManifest(manifest)) return make(config, checkpoint);
  return withHandle(await LoadedEmbedder.open(config, checkpoint), () => ({ manifest }));
}

/** Authors' configurations name no file of weights. */
function isManifest(text: string): boolean {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null && "architecture" in json && "weights" in json;
  } catch {
    return false;
  }
}

function opened(): CallFile {
  if (!calls) throw notReady("calls");
  return calls;
}

function loaded(): FilesModule {
  if (!wasm) throw notReady("engine");
  return wasm;
}

function send(message: FromWorker<FileCalls>): void {
  scope.postMessage(message);
}
