import { css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { BenchElement } from "../../app/bench-element";
import type { EmbeddingSpec, InputSpec } from "../../engine/messages";
import { shared } from "../../style/shared";
import { describe } from "../../state/message";
import { strings } from "../../strings/index";
import type { Workbench } from "../../app/workbench";
import "../../ui/file-drop";
import "../../ui/messages";
import "../../ui/progress";
import "../../ui/text-field";
import { embeddingFilesOf } from "./embedding-file";
import { unpackEmbeddings } from "./packed-embeddings";

/** A field for each thing that the model reads beside its first sequence. */
@customElement("cisight-further-input-fields")
export class FurtherInputFieldsElement extends BenchElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.75rem;
      }
      .plain {
        margin-inline-start: -0.4375rem;
      }
    `,
  ];

  /** The input that embeddings are being made for, in a window. */
  @state() private making = "";
  /** Why that window could not be opened. */
  @state() private problem = "";
  private readonly items = new Map<string, { text: string; items: readonly FileItem[] }>();

  protected override follows(bench: Workbench) {
    return [bench.inputs, bench.promoters, bench.frame, embeddingFilesOf(bench)];
  }

  override render() {
    return this.bench.inputs.specs.map((spec) =>
      spec.kind === "embedding" ? this.renderFile(spec) : this.renderText(spec),
    );
  }

  private renderText(spec: Exclude<InputSpec, EmbeddingSpec>) {
    const { inputs, promoters } = this.bench;
    const { name } = spec;
    const said = strings.inputs;
    const isBases = spec.kind === "bases";
    return html`<cisight-text-field
      .label=${name}
      .help=${isBases ? said.bases(spec) : said.numbers(spec)}
      .placeholder=${isBases ? said.basesPlaceholder(name) : said.numbersPlaceholder(spec)}
      .accept=${isBases ? ".fa,.fasta,.fna,.txt,.seq,text/plain" : ".tsv,.csv,.txt,.tab,text/plain,text/csv"}
      .rows=${5}
      .value=${inputs.textOf(name)}
      .messages=${inputs.messages(name, promoters.rows)}
      @text=${(event: CustomEvent<string>) => void inputs.setText(name, event.detail)}
    ></cisight-text-field>`;
  }

  private renderFile(spec: EmbeddingSpec) {
    const { inputs, promoters } = this.bench;
    const files = embeddingFilesOf(this.bench);
    const { name } = spec;
    const progress = files.progress(name);
    const said = strings.inputs;
    const help = files.isThere ? said.embedding(spec) : strings.files.notHere;
    return html`<div>
      <cisight-file-drop
        .label=${name}
        .help=${help}
        accept=".npz,.npy,.safetensors"
        .items=${this.kept(spec)}
        ?disabled=${!files.isThere}
        @files=${(event: CustomEvent<File[]>) => void files.read(spec, event.detail)}
        @take-out=${() => void inputs.setText(name, "", 0)}
      ></cisight-file-drop>
      ${files.isThere ? this.renderMaking(spec) : nothing}
      <cisight-progress
        .progress=${progress}
        .running=${said.reading}
        .cancelled=${said.readingCancelled}
        @cancel=${() => files.cancel(name)}
      ></cisight-progress>
      ${progress.state === "running" ? nothing : html`<cisight-messages .messages=${inputs.messages(name, promoters.rows)}></cisight-messages>`}
    </div>`;
  }

  private renderMaking(spec: EmbeddingSpec) {
    const closed = () => (this.making = "");
    return html`<button class="plain" @click=${() => void this.make(spec.name)}>
        ${strings.embedder.open}
      </button>
      <span role="alert">${this.problem}</span>
      ${
        this.making === spec.name
          ? html`<cisight-embedder-dialog
              .bench=${this.bench}
              .spec=${spec}
              @closed=${closed}
            ></cisight-embedder-dialog>`
          : nothing
      }`;
  }

  private async make(name: string): Promise<void> {
    try {
      await import("../embedder/embedder-dialog");
      this.problem = "";
      this.making = name;
    } catch (reason) {
      this.problem = strings.files.loadFailed(describe(reason));
    }
  }

  /** The file that is in use; what it holds is looked up once. */
  private kept(spec: EmbeddingSpec): readonly FileItem[] {
    const text = this.bench.inputs.textOf(spec.name);
    const known = this.items.get(spec.name);
    if (known?.text === text) return known.items;
    const items = text ? [itemOf(text, spec)] : [];
    this.items.set(spec.name, { text, items });
    return items;
  }
}

interface FileItem {
  name: string;
  size: number;
  kind: string;
}

function itemOf(text: string, spec: EmbeddingSpec): FileItem {
  try {
    const { file, positions, width, values } = unpackEmbeddings(text);
    const rows = values.length / (positions * width);
    return {
      name: file,
      size: values.byteLength,
      kind: strings.inputs.kind(rows, { ...spec, positions, width }),
    };
  } catch {
    return { name: spec.name, size: text.length, kind: "" };
  }
}
