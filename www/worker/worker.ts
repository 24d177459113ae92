/// <reference lib="webworker" />
import { notReady } from "./not-ready";
import type { Catalogue, Evidence, Motifs, Samples, Session } from "../../pkg/cpu/cisight";
import type { Answer, CallName, FromWorker, Request, SentSamples, ToWorker } from "../engine/messages";
import { clusterGrid } from "./clustering";
import { diagnose } from "./diagnosis";
import { WorkersEmbedder } from "./embedder";
import { withHandle } from "./handles";
import { runJob, type Job, type Watch } from "./jobs";
import { Searches } from "./searches";
import { instantiate, loadGlue, type WasmModule } from "./modules";

const scope = self as unknown as DedicatedWorkerGlobalScope;
const cancelled = new Set<number>();
let wasm: WasmModule | undefined;
let memory: WebAssembly.Memory | undefined;
let session: Session | undefined;
let catalogue: Catalogue | undefined;
let evidence: Evidence | undefined;
let motifs: Motifs | undefined;
const searches = new Searches();
const embedder = new WorkersEmbedder();

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
    send({ kind: "failure", id, problem: diagnose(error, memory) });
  } finally {
    cancelled.delete(id);
  }
}

async function handle(request: Request): Promise<Answer<CallName>> {
  const { id } = request;
  const watch: Watch = {
    isCancelled: () => cancelled.has(id),
    report: (done, total) => send({ kind: "progress", id, done, total }),
  };
  switch (request.kind) {
    case "open": {
      wasm = await loadGlue(request.build);
      memory = await instantiate(wasm, request.module);
      session = await wasm.Session.open();
      return { adapter: session.adapter() };
    }
    case "fault":
      return opened().fault();
    case "loadModel":
      return opened().loadModel(request.manifest, request.weights);
    case "readPromoters":
      return opened().readPromoters(request.text, request.input);
    case "readNumbers":
      return opened().readNumbers(request.text, request.input);
    case "readConditions":
      return opened().readConditions(request.text);
    case "readVariants": {
      const { text, target, input } = request;
      return opened().readVariants(text, target?.name, target?.alias, target?.sequence, input);
    }
    case "readTable":
      return loaded().readTable(request.text);
    case "grid": {
      const { samples, conditions, conditionCount } = request;
      return run(samples, (own) => opened().startGrid(own, conditions, conditionCount), watch);
    }
    case "edits": {
      const { samples, condition, output, counts, places, codes } = request;
      return run(samples, (own) => opened().startEdits(own, condition, output, counts, places, codes), watch);
    }
    case "comparison": {
      const { samples, condition, output } = request;
      return run(samples, (own) => opened().startComparison(own, condition, output), watch);
    }
    case "mutagenesis": {
      const { samples, condition, output, range = [] } = request;
      return run(samples, (own) => opened().startMutagenesis(own, condition, output, ...range), watch);
    }
    case "attribution": {
      const { samples, condition, output, method, shuffles, reference } = request;
      const start = (own: Samples) =>
        opened().startAttribution(own, condition, output, method, shuffles, reference);
      return run(samples, start, watch);
    }
    case "activationMap": {
      const { samples, condition, output } = request;
      return withHandle(handleOf(samples), (own) => opened().activationMap(own, condition, output));
    }
    case "features": {
      const { samples, condition } = request;
      return run(samples, (own) => opened().startFeatures(own, condition), watch);
    }
    case "terms": {
      const { samples, conditions, conditionCount } = request;
      return run(samples, (own) => opened().startTerms(own, conditions, conditionCount), watch);
    }
    case "tfEffects": {
      const { samples, condition, output, change, tfs, pairs } = request;
      const start = (own: Samples) => opened().startTfEffects(own, condition, output, change, tfs, pairs);
      return run(samples, start, watch);
    }
    case "tfRanking": {
      const { samples, condition, output, reference } = request;
      return run(samples, (own) => opened().startTfRanking(own, condition, output, reference), watch);
    }
    case "effectScale": {
      const { samples, condition, output } = request;
      return run(samples, (own) => opened().startEffectScale(own, condition, output), watch);
    }
    case "unlikeTraining": {
      const { samples, levels, conditions } = request;
      return withHandle(handleOf(samples), (own) => opened().unlikeTraining(own, levels, conditions));
    }
    case "startDesign": {
      const { samples, conditions, goals, options } = request;
      const { moves, rules } = options;
      const start = (own: Samples) =>
        moves.motifs.length || rules.guarded.length
          ? known().startDesign(opened(), own, conditions, goals, options)
          : opened().startDesign(own, conditions, goals, options);
      return searches.start(await withHandle(handleOf(samples), start), watch);
    }
    case "continueDesign":
      return searches.continue(request.search, request.answers, watch);
    case "endDesign":
      searches.end(request.search);
      return {};
    case "scan": {
      const { samples, conditions, conditionCount, window, places, codes } = request;
      const start = (own: Samples) =>
        opened().startScan(own, conditions, conditionCount, window, places, codes);
      return run(samples, start, watch);
    }
    case "cluster":
      return clusterGrid(loaded(), request, watch);
    case "groups":
      return loaded().groupsOf(request.values, request.width, request.count);
    case "loadCatalogue":
      catalogue?.free();
      catalogue = new (loaded().Catalogue)(request.bytes);
      return { size: catalogue.size, assembly: catalogue.assembly };
    case "findGene":
      return listed().find(request.name) ?? null;
    case "allGenes":
      return listed().all();
    case "drawnGenes":
      return listed().drawn();
    case "completeGene":
      return listed().complete(request.prefix, request.limit);
    case "loadEvidence":
      evidence?.free();
      evidence = undefined;
      evidence = new (loaded().Evidence)(request.bytes);
      return {
        sources: evidence.sources(),
        tfsWithEdges: evidence.tfsWithEdges(),
        tfsWithPeaks: evidence.tfsWithPeaks(),
      };
    case "evidenceOf":
      if (!evidence) throw notReady("evidence");
      return evidence.of(request.gene) ?? null;
    case "loadMotifs": {
      // The motifs before stay where the new ones cannot be read.
      const read = new (loaded().Motifs)(request.text);
      motifs?.free();
      motifs = read;
      return { motifs: motifs.list(), withoutMatrix: motifs.withoutMatrix };
    }
    case "scanMotifs":
      return known().scan(request.sequence, request.pValue);
    case "seqlets":
      return known().seqlets(request.sequence, request.importance);
    case "shuffle":
      return loaded().shuffleBases(request.bases, request.seed);
    case "openEmbedder":
      return embedder.open(loaded(), request);
    case "embed":
      return embedder.embed(request);
    case "modiscoFiles": {
      return withHandle(new (loaded().ModiscoExamples)(request.length), (files) => {
        for (const { bases, scores } of request.examples) files.push(bases, scores);
        return { oneHot: files.oneHot(), scores: files.scores() };
      });
    }
  }
}

/** Runs the job that is made of some samples. */
async function run<Result>(
  samples: SentSamples,
  start: (own: Samples) => Job<Result>,
  watch: Watch,
): Promise<Result> {
  return runJob(await withHandle(handleOf(samples), start), watch);
}

/** A handle to samples, after what comes along with them is held. */
function handleOf({ parts, lookedAt, added, released }: SentSamples): Samples {
  const session = opened();
  session.releaseParts(released);
  for (const { number, input, value } of added) session.holdPart(number, input, value);
  return session.samplesOf(parts, lookedAt);
}

function loaded(): WasmModule {
  if (!wasm) throw notReady("engine");
  return wasm;
}

function opened(): Session {
  if (!session) throw notReady("engine");
  return session;
}

function listed(): Catalogue {
  if (!catalogue) throw notReady("catalogue");
  return catalogue;
}

function known(): Motifs {
  if (!motifs) throw notReady("motifs");
  return motifs;
}

function send(message: FromWorker): void {
  scope.postMessage(message);
}
