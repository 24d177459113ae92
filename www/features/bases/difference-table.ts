import type { Workbench } from "../../app/workbench";
import { css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { BenchElement } from "../../app/bench-element";
import { readsOf } from "../../engine/model-inputs";
import { position, shortUnit } from "../../strings/format";
import { strings } from "../../strings/index";
import { shared } from "../../style/shared";
import { unitOf } from "../map/columns";
import { Comparison } from "./comparison";
import { PromoterDifferences, type FoundDifferences } from "./differences";
import type { Span } from "./track-editor";
import "../../ui/progress";

/** Bases of a long difference that a cell shows. */
const longest = 12;

/** Where two promoters differ and what each difference does; computed once it is opened. A row asks to be shown ("show-bases", its stretch). */
@customElement("cisight-difference-table")
export class DifferenceTableElement extends BenchElement {
  static override styles = [
    shared,
    css`
      details {
        margin-top: 0.5rem;
      }
      .scroller {
        overflow: auto;
        max-height: min(20rem, 60vh);
        margin-top: 0.25rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: 0.8125rem;
      }
      th,
      td {
        padding: 0.125rem 0.375rem;
        text-align: end;
        white-space: nowrap;
        border-block-end: 1px solid var(--line);
      }
      thead th {
        position: sticky;
        inset-block-start: 0;
        background: var(--surface);
      }
      th:first-child,
      td:nth-child(2),
      thead th:nth-child(2) {
        text-align: start;
      }
      td:nth-child(2) {
        font-family: var(--mono, monospace);
        font-size: 0.75rem;
      }
    `,
  ];

  protected override follows(bench: Workbench) {
    return [bench.frame, bench.predictions, Comparison.of(bench), PromoterDifferences.of(bench)];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    PromoterDifferences.of(this.bench).setOpen(false);
  }

  override render() {
    const differences = PromoterDifferences.of(this.bench);
    const { there, task } = differences;
    if (!there) return nothing;
    const { result } = differences;
    const words = strings.compare;
    return html`<details
      @toggle=${(event: Event) => differences.setOpen((event.target as HTMLDetailsElement).open)}
    >
      <summary>${words.differences}</summary>
      <p class="help">${words.differencesHelp(there.name, this.unit)}</p>
      <cisight-progress
        .progress=${task.progress}
        .running=${words.differencesRunning}
        .cancelled=${words.differencesCancelled}
        .again=${words.again}
        .idle=${result ? this.summary(result) : ""}
        @cancel=${() => task.cancel()}
        @again=${() => task.again()}
      ></cisight-progress>
      ${result?.differences.length ? this.renderTable(result) : nothing}
    </details>`;
  }

  private renderTable(result: FoundDifferences) {
    const { columns, differences: label } = strings.compare;
    const heads = [columns.place, columns.bases, columns.alone, columns.last, columns.inOrder];
    return html`<div class="scroller" role="region" tabindex="0" aria-label=${label}>
      <table class="numbers" aria-label=${label}>
        <thead>
          <tr>
            ${heads.map((head) => html`<th scope="col">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${result.differences.map((_, at) => this.renderRow(result, at))}
        </tbody>
      </table>
    </div>`;
  }

  private renderRow({ differences, here, alone, last, inOrder }: FoundDifferences, at: number) {
    const { from, to, bases } = differences[at]!;
    const reads = readsOf(this.bench.model!, here.input);
    const first = reads.window - here.sequence.length;
    const span = { from: from - reads.upstream, to: to - reads.upstream };
    const place = strings.compare.place(position(span.from), position(Math.max(span.to - 1, span.from)));
    const change = (value: number | undefined) => this.bench.figures.change(value ?? NaN, 3);
    return html`<tr>
      <th scope="row">
        <button class="plain" aria-label=${strings.compare.show(place)} @click=${() => this.tell(span)}>
          ${place}
        </button>
      </th>
      <td>
        ${strings.compare.bases(shortened(here.sequence.slice(from - first, to - first)), shortened(bases))}
      </td>
      <td>${change(alone[at])}</td>
      <td>${change(last[at])}</td>
      <td>${change(inOrder[at])}</td>
    </tr>`;
  }

  private get unit(): string {
    return shortUnit(unitOf(this.bench.predictions.track?.column, this.bench.model));
  }

  private summary({ differences, first, second }: FoundDifferences): string {
    if (!differences.length) return strings.compare.alike;
    return strings.compare.counted(differences.length, this.bench.figures.change(second - first), this.unit);
  }

  private tell(span: Span): void {
    this.dispatchEvent(
      new CustomEvent<Span>("show-bases", { detail: { ...span, to: Math.max(span.to, span.from + 1) } }),
    );
  }
}

const shortened = (bases: string) =>
  bases.length > longest ? `${bases.slice(0, longest - 4)}\u2026 (${bases.length})` : bases;
