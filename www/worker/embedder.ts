import { moduleMissing } from "../engine/module-failures";
import type { Ask } from "../engine/messages";
import type { LoadedEmbedder } from "../../pkg/files/cisight";
import { bytesOf } from "./bytes-of";
import { notReady } from "./not-ready";
import type { WasmModule } from "./modules";

/** What the builds with embedders export beside what all of them do. */
type WithEmbedders = Partial<Pick<typeof import("../../pkg/files/cisight"), "LoadedEmbedder">>;

/** The embedder of a worker. */
export class WorkersEmbedder {
  private embedder: LoadedEmbedder | undefined;

  async open(wasm: WasmModule, { manifest, weights }: Ask<"openEmbedder">): Promise<object> {
    const { LoadedEmbedder } = wasm as WithEmbedders;
    if (!LoadedEmbedder) throw moduleMissing("files");
    this.embedder?.free();
    this.embedder = undefined;
    this.embedder = await LoadedEmbedder.open(await bytesOf(manifest), await bytesOf(weights));
    return {};
  }

  async embed({ bases, start, end }: Ask<"embed">): Promise<Float32Array> {
    if (!this.embedder) throw notReady("embedder");
    return this.embedder.embed(bases, start, end);
  }
}
