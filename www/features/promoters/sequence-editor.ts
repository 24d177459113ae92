import type { Workbench } from "../../app/workbench";
import { html, nothing, type PropertyValues } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { BenchElement } from "../../app/bench-element";
import { noSequence } from "../../engine/model-inputs";
import { listEdits } from "../downloads/export-fasta";
import { flanksOf } from "./flanks";
import type { PromoterRow } from "./promoters";
import { formatSequence, linePositions, readSequence } from "./sequence-text";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { numberedTextStyle } from "../../ui/numbered-text-style";
import { sequenceEditorStyle } from "./sequence-editor-style";

// A longer list is no help; the map is.
const mostListed = 400;

/** The chosen promoter's bases as text, to be read and edited. */
@customElement("cisight-sequence-editor")
export class SequenceEditorElement extends BenchElement {
  static override styles = [shared, numberedTextStyle, sequenceEditorStyle];

  protected override follows({ frame, predictions, whatIf }: Workbench) {
    return [frame, predictions, whatIf];
  }

  @state() private text = "";
  @state() private isOpen = false;
  @query(".gutter > div") private gutter!: HTMLElement;
  @query(".behind > div") private behind!: HTMLElement | null;
  /** What was typed and not applied, by promoter, until that has another sequence. */
  private readonly drafts = new Map<string, { sequence: string; text: string }>();
  /** The sequence that the text was made of. */
  private shown: { key: string; sequence: string } | undefined;

  /** Another promoter, or another sequence of it, takes the place of the text. */
  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const row = this.bench.predictions.chosen?.row;
    if (!row || (row.key === this.shown?.key && row.sequence === this.shown.sequence)) return;
    if (this.shown) this.drafts.set(this.shown.key, { sequence: this.shown.sequence, text: this.text });
    this.shown = { key: row.key, sequence: row.sequence };
    const draft = this.drafts.get(row.key);
    this.text = draft?.sequence === row.sequence ? draft.text : formatSequence(row.sequence);
  }

  override render() {
    const { predictions } = this.bench;
    const { grid, cell, chosen } = predictions;
    if (!grid || !chosen || chosen.row.input === noSequence) return nothing;
    return html`<details
      @toggle=${(event: Event) => (this.isOpen = (event.currentTarget as HTMLDetailsElement).open)}
    >
      <summary>${strings.sequence.title}: ${chosen.row.name}</summary>
      ${this.isOpen ? this.renderEditor(grid.rows, cell.row, chosen.row) : nothing}
    </details>`;
  }

  private renderEditor(rows: PromoterRow[], at: number, row: PromoterRow) {
    const { model, predictions } = this.bench;
    const first = Math.max(0, Math.min(at - mostListed / 2, rows.length - mostListed));
    const read = readSequence(this.text, model?.window ?? row.sequence.length, model?.downstream);
    const problem = "problem" in read ? read.problem : "";
    const isChanged = "problem" in read || read.sequence !== row.sequence;
    return html`
      <label for="promoter">${strings.sequence.promoter}</label>
      <select
        id="promoter"
        @change=${(event: Event) =>
          predictions.select({
            row: first + (event.target as HTMLSelectElement).selectedIndex,
            column: predictions.cell.column,
          })}
      >
        ${rows
          .slice(first, first + mostListed)
          .map(({ name }, index) => html`<option .selected=${first + index === at}>${name}</option>`)}
      </select>
      <div class="box">
        <div class="gutter" aria-hidden="true">
          <div>${linePositions(this.text, model?.downstream).map((text) => html`<p>${text}</p>`)}</div>
        </div>
        <div class="text">
          ${this.renderConstant()}
          <textarea
            rows="12"
            wrap="off"
            spellcheck="false"
            autocomplete="off"
            autocapitalize="off"
            aria-label=${strings.sequence.label(row.name)}
            aria-describedby="help said"
            aria-invalid=${Boolean(problem)}
            .value=${this.text}
            @input=${(event: Event) => (this.text = (event.target as HTMLTextAreaElement).value)}
            @scroll=${this.onScroll}
          ></textarea>
        </div>
      </div>
      <p class="help" id="help">
        ${strings.sequence.help(model?.anchor ?? "")}
        ${model?.frame ? strings.sequence.constant(model.frame.left.length, model.frame.right.length) : nothing}
      </p>
      <div id="said">
        <p role="alert" class="error">${problem}</p>
        <p role="status" class="help">
          ${"problem" in read ? "" : this.describe(row, read.sequence, read.length)}
        </p>
      </div>
      <div class="actions">
        <button
          ?disabled=${!isChanged || Boolean(problem)}
          @click=${() => "sequence" in read && this.apply(row, read.sequence)}
        >
          ${strings.sequence.apply}
        </button>
        <button
          class="plain"
          ?disabled=${!isChanged}
          @click=${() => (this.text = formatSequence(row.sequence))}
        >
          ${strings.sequence.discard}
        </button>
      </div>
    `;
  }

  /** The constant bases of the construct, marked where the text has them. */
  private renderConstant() {
    const { model } = this.bench;
    if (!model?.frame) return nothing;
    const letters = [...this.text.matchAll(/[A-Za-z]/g)].map(({ index }) => index);
    const sequence = letters
      .map((at) => this.text.charAt(at))
      .join("")
      .toUpperCase();
    const parts = [];
    let done = 0;
    for (const [from, to] of flanksOf(sequence, model)) {
      const [start, end] = [letters[from] ?? 0, (letters[to - 1] ?? 0) + 1];
      parts.push(this.text.slice(done, start), html`<mark>${this.text.slice(start, end)}</mark>`);
      done = end;
    }
    return html`<div class="behind" aria-hidden="true"><div>${parts}</div></div>`;
  }

  private readonly onScroll = (event: Event) => {
    const { scrollTop, scrollLeft } = event.target as HTMLTextAreaElement;
    this.gutter.style.setProperty("translate", `0 ${-scrollTop}px`);
    this.behind?.style.setProperty("translate", `${-scrollLeft}px ${-scrollTop}px`);
  };

  private apply(row: PromoterRow, sequence: string): void {
    this.text = formatSequence(row.sequence);
    this.bench.editSequence(row, sequence, strings.sequence.typed);
  }

  private describe(row: PromoterRow, sequence: string, length: number): string {
    if (length > sequence.length) return strings.sequence.trimmed(length, sequence.length);
    if (sequence === row.sequence) return strings.sequence.unchanged(length);
    const edits = listEdits(row.sequence, sequence, this.bench.model?.downstream);
    const what =
      row.sequence.length === length
        ? strings.whatIf.basesChanged(edits.length)
        : strings.whatIf.lengthChange(length - row.sequence.length);
    return strings.sequence.changed(length, what);
  }
}
