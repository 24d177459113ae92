import type { Workbench } from "../../app/workbench";
import { css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { BenchElement } from "../../app/bench-element";
import type { CallRow } from "../../engine/files-api";
import { noted } from "../../state/message";
import { shortUnit } from "../../strings/format";
import { strings } from "../../strings/index";
import { shared } from "../../style/shared";
import { saveFile } from "../../ui/save-file";
import { unitOf } from "../map/columns";
import { variantCallsOf, type CallResult, type VariantCalls } from "./calls";
import "../genomes/genome-choice";
import "../uncertainty/effect-scale-element";
import "../../ui/file-drop";
import "../../ui/messages";
import "../../ui/progress";
import "./call-list";

/** A file of variant calls: what is chosen of it, how far it is, and what came of it. */
@customElement("cisight-variant-calls")
export class VariantCallsElement extends BenchElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        margin-top: 1.25rem;
        padding-top: 0.75rem;
        border-top: 1px solid var(--line);
      }
      cisight-genome-choice,
      cisight-file-drop {
        margin-top: 0.5rem;
      }
      .choice {
        display: flex;
        align-items: start;
        gap: 0.5rem;
        margin-top: 0.625rem;
        font-weight: 400;
      }
      .samples {
        margin: 0.375rem 0 0 1.5rem;
      }
      .samples input {
        width: min(20rem, 100%);
        padding: 0.25rem 0.5rem;
      }
      .actions {
        margin-top: 0.625rem;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0 1rem;
        margin-block: 0.375rem 0.25rem;
      }
      .head .help {
        flex: 1 1 16rem;
      }
    `,
  ];

  protected override follows(bench: Workbench) {
    return [bench.frame, bench.genomes, bench.predictions, bench.effectScales, variantCallsOf(bench)];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    variantCallsOf(this.bench).rest();
  }

  override render() {
    const calls = variantCallsOf(this.bench);
    const { title, help } = strings.calls;
    return html`<h3>${title}</h3>
      <p class="help">${help}</p>
      ${calls.worker.isThere ? this.renderForm(calls) : html`<p>${strings.files.notHere}</p>`}`;
  }

  private renderForm(calls: VariantCalls) {
    const { file, isRunning, progress, running, result } = calls;
    const words = strings.calls;
    const says =
      running?.part === "calls"
        ? words.running(running.effects)
        : words.reading(running?.done ?? 0, running?.total ?? 0);
    return html`<cisight-genome-choice .bench=${this.bench}></cisight-genome-choice>
      <cisight-file-drop
        .label=${words.files}
        accept=".vcf,.gz,.bgz"
        .items=${file ? [{ name: file.name, size: file.size, kind: "" }] : []}
        ?disabled=${isRunning}
        @files=${(event: CustomEvent<File[]>) => calls.set({ file: event.detail.at(-1) })}
        @take-out=${() => calls.set({ file: undefined })}
      ></cisight-file-drop>
      <label class="choice">
        <input
          type="checkbox"
          .checked=${calls.haplotypes}
          ?disabled=${isRunning}
          @change=${(event: Event) => calls.set({ haplotypes: (event.target as HTMLInputElement).checked })}
        />
        <span>${words.haplotypes}</span>
      </label>
      ${calls.haplotypes ? this.renderSamples(calls) : nothing}
      <div class="actions">
        <button class="primary" ?disabled=${isRunning} @click=${() => void calls.run()}>${words.run}</button>
      </div>
      <cisight-progress
        .progress=${progress}
        .running=${says}
        .cancelled=${words.cancelled}
        .again=${words.run}
        .idle=${result ? this.summary(result) : ""}
        @cancel=${() => calls.cancel()}
        @again=${() => void calls.run()}
      ></cisight-progress>
      ${result ? this.renderResult(calls, result) : nothing}`;
  }

  private renderSamples(calls: VariantCalls) {
    return html`<div class="samples">
      <label for="samples">${strings.calls.samples}</label>
      <input
        id="samples"
        autocomplete="off"
        spellcheck="false"
        aria-describedby="samples-help"
        .value=${calls.samples}
        ?disabled=${calls.isRunning}
        @input=${(event: Event) => calls.set({ samples: (event.target as HTMLInputElement).value })}
      />
      <p class="help" id="samples-help">${strings.calls.samplesHelp}</p>
    </div>`;
  }

  private renderResult(
    calls: VariantCalls,
    { rows, effects, report, table, annotated, column, ...of }: CallResult,
  ) {
    const words = strings.calls;
    const unit = shortUnit(unitOf(column, this.bench.model));
    const name = of.file.replace(/(\.vcf)?(\.b?gz)?$/i, "");
    return html`<cisight-messages .messages=${report.notes.map(noted)}></cisight-messages>
      <div class="head">
        <p class="help">
          ${rows.length ? words.tableHelp(unit) : words.nothing}${words.shown(rows.length, effects)}
        </p>
        <span>
          <button
            class="plain"
            @click=${() => saveFile(`${name}-effects.tsv`, [table], "text/tab-separated-values;charset=utf-8")}
          >
            ${words.saveTable}
          </button>
          ${
            annotated
              ? html`<button
                  class="plain"
                  @click=${() => saveFile(`${name}-annotated.vcf`, [annotated], "text/plain;charset=utf-8")}
                >
                  ${words.saveCalls}
                </button>`
              : nothing
          }
        </span>
      </div>
      ${
        rows.length
          ? html`<cisight-effect-scale .bench=${this.bench} .column=${column}></cisight-effect-scale>
              <cisight-call-list
                .rows=${rows}
                .scale=${this.bench.effectScales.of(column)}
                ?hasPercentiles=${this.bench.effectScales.isPossible(column)}
                .figures=${this.bench.figures}
                ?haplotypes=${of.haplotypes}
                @open-effect=${(event: CustomEvent<CallRow>) => void calls.open(event.detail)}
              ></cisight-call-list>`
          : nothing
      }`;
  }

  private summary({ report, effects, promoters, file, column, seconds }: CallResult): string {
    const named = column.isResponse ? "" : column.name;
    return strings.calls.summary({
      records: report.records,
      effects,
      genes: promoters.size,
      file,
      column: named,
      seconds,
    });
  }
}
