import { html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { FeatureShare } from "../../engine/messages";
import { shared } from "../../style/shared";
import { signed } from "../../strings/format";
import { strings } from "../../strings/index";
import { familiesTable, sitesTable } from "../downloads/export-families";
import "../downloads/table-downloads";
import { isNamed } from "../tfs/tf-search";
import { tfStyle } from "../tfs/tf-style";
import { tfTableStyle } from "../tfs/tf-table-style";
import "../../ui/progress";
import { signedBar } from "../../ui/signed-bar";
import { bySize, type FamilySum } from "./families";
import { hasFound } from "./evidence";
import { renderFound, renderNotes } from "./evidence-notes";
import { familyTableStyle } from "./families-style";
import { FamilyElement } from "./family-element";
import { withoutMotif } from "./family-names";

const text = strings.families;
const most = 15;

/** What each family of TFs adds to the chosen response: a line a family, all of them and the shared term the response itself. */
@customElement("cisight-family-table")
export class FamilyTableElement extends FamilyElement {
  static override styles = [shared, tfStyle, tfTableStyle, familyTableStyle];

  @state() private typed = "";
  @state() private all = false;
  @state() private onlyFound = false;

  override render() {
    const { sum } = this.families;
    const { result } = sum;
    return html`
      <div class="title">
        <h3>${text.title}</h3>
        ${result ? this.renderDownloads(result) : nothing}
      </div>
      <p class="help">${text.help}</p>
      <cisight-progress
        .progress=${sum.progress}
        .running=${text.running}
        .cancelled=${text.cancelled}
        .again=${text.sites.again}
        .idle=${result ? this.summary(result) : ""}
        @cancel=${() => sum.cancel()}
        @again=${() => sum.again()}
      ></cisight-progress>
      ${result ? this.renderResult(result) : nothing}
    `;
  }

  private renderResult(sum: FamilySum) {
    const { answer } = sum;
    const hasEvidence = this.hasEvidence(sum);
    const { model } = this.bench;
    const ranked = bySize(answer.features);
    const evidence = this.onlyFound ? this.evidence.knownOf(sum.row)?.found : undefined;
    const found = ranked.filter(
      (family) => (!this.typed || this.isFound(family)) && (!evidence || hasFound(evidence.of(family))),
    );
    const isLong = !this.all && !this.typed && !evidence;
    const { chosen } = this.families;
    // The one that is looked at stands in the list, however little it adds.
    const shown = isLong ? found.filter((family, at) => at < most || family === chosen) : found;
    const largest = Math.abs(ranked[0]?.contribution ?? 0) || 1;
    return html`<div class="tools">
        <label
          >${text.search}
          <div>
            <input
              type="search"
              .value=${this.typed}
              @input=${(event: Event) => (this.typed = (event.target as HTMLInputElement).value.trim())}
            /></div
        ></label>
        <button aria-expanded=${this.all} @click=${() => (this.all = !this.all)}>
          ${this.all ? text.showTop(most) : text.showAll(ranked.length)}
        </button>
        ${
          hasEvidence
            ? html`<label class="check"
                ><input
                  type="checkbox"
                  .checked=${this.onlyFound}
                  @change=${(event: Event) => (this.onlyFound = (event.target as HTMLInputElement).checked)}
                />
                ${text.evidence.only}</label
              >`
            : nothing
        }
      </div>
      <div class="scroller" role="region" aria-label=${text.table} tabindex="0">
        <table role="table" aria-label=${text.table}>
          <thead role="rowgroup">
            <tr role="row">
              <th role="columnheader" scope="col">${text.columns.family}</th>
              <th role="columnheader" scope="col" title=${text.columns.contributionHelp}>
                ${text.columns.contribution}
              </th>
              <th role="columnheader" scope="col" title=${text.columns.sitesHelp}>${text.columns.sites}</th>
              <th role="columnheader" scope="col" title=${text.columns.withoutHelp}>
                ${text.columns.without}
              </th>
              ${
                hasEvidence
                  ? html`<th
                      role="columnheader"
                      scope="col"
                      class="evidence"
                      title=${text.evidence.columnHelp}
                    >
                      ${text.evidence.column}
                    </th>`
                  : nothing
              }
            </tr>
          </thead>
          <tbody role="rowgroup">
            ${shown.map((family) => this.renderRow(family, sum, largest))}
          </tbody>
        </table>
      </div>
      <p class="help" role="status">
        ${this.typed ? this.notFound(answer.features, found.length) : nothing}
        ${found.length || !evidence ? nothing : text.evidence.noneOfThese}
      </p>
      ${renderNotes(this, sum)} ${model ? this.renderWithoutMotif(answer.features) : nothing}`;
  }

  private renderRow(family: FeatureShare, sum: FamilySum, largest: number) {
    const { response } = sum.answer;
    const found = this.evidence.knownOf(sum.row)?.found;
    const { name, contribution, sites, tfs } = family;
    const isChosen = this.families.chosen?.name === name;
    return html`<tr role="row" class=${isChosen ? "chosen" : ""}>
      <th role="rowheader" scope="row">
        <button
          class="plain"
          aria-pressed=${isChosen}
          aria-label=${text.choose(this.titleOf(family), signed(contribution, 3), sites.length)}
          @click=${() => this.choose(name)}
        >
          ${this.titleOf(family)}
        </button>
        ${tfs.length === 1 ? nothing : html`<small>${tfs.length ? text.apart(tfs.length) : text.noTf}</small>`}
      </th>
      <td role="cell" class="numbers">${signedBar(signed(contribution, 3), contribution, largest)}</td>
      <td role="cell" class="numbers">${sites.length}</td>
      <td role="cell" class="numbers">${this.bench.figures.response(response - contribution)}</td>
      ${
        this.hasEvidence(sum)
          ? html`<td role="cell" class="evidence">
              <span class="label" aria-hidden="true">${text.evidence.column}: </span
              >${found ? renderFound(found.of(family)) : text.evidence.pending}
            </td>`
          : nothing
      }
    </tr>`;
  }

  private renderWithoutMotif(features: readonly FeatureShare[]) {
    const { tfs } = this.bench.model!;
    const names = withoutMotif(features, this.bench.model!).map(({ name }) => name);
    if (!names.length) return nothing;
    return html`<details>
      <summary>${text.noMotif(names.length, tfs.length)}</summary>
      <p class="help">${text.noMotifHelp}</p>
      <p class="names">${names.sort((a, b) => a.localeCompare(b, "en", { numeric: true })).join(", ")}</p>
    </details>`;
  }

  private renderDownloads(result: FamilySum) {
    const { model } = this.bench;
    if (!model) return nothing;
    return html`<div class="files">
      ${text.termsLabel}<cisight-table-downloads
        .what=${text.file}
        .file=${"cisight-tf-terms"}
        .table=${familiesTable(result, model, this.evidence.knownOf(result.row)?.found)}
      ></cisight-table-downloads
      >${text.sitesLabel}<cisight-table-downloads
        .what=${text.sitesFile}
        .file=${"cisight-tf-sites"}
        .table=${sitesTable(result, model)}
      ></cisight-table-downloads>
    </div>`;
  }

  /** Whether the promoter is of a gene that evidence is known of, or is being fetched. */
  private hasEvidence({ row }: FamilySum): boolean {
    const known = this.evidence.knownOf(row);
    return this.evidence.geneOf(row) !== undefined && (!known || known.found !== undefined);
  }

  private isFound(family: FeatureShare): boolean {
    const { tfs = [] } = this.bench.model ?? {};
    const typed = this.typed.toUpperCase();
    return (
      family.name.toUpperCase().includes(typed) ||
      Array.from(family.tfs).some((tf) => tfs[tf] !== undefined && isNamed(tfs[tf], this.typed))
    );
  }

  /** What was typed may be a TF without a motif. */
  private notFound(features: readonly FeatureShare[], found: number): string {
    const { model } = this.bench;
    const others = model ? withoutMotif(features, model).filter((tf) => isNamed(tf, this.typed)) : [];
    if (others.length) return text.noMotifOf(others.map(({ name }) => name));
    return found ? "" : text.noMatch(this.typed);
  }

  private choose(name: string): void {
    this.families.choose(name);
    this.dispatchEvent(new CustomEvent("chosen"));
  }

  private summary({ answer }: FamilySum): string {
    const { figures } = this.bench;
    const { response, shared: common, features } = answer;
    const sum = features.reduce((total, { contribution }) => total + contribution, 0);
    const difference = Math.abs(response - common - sum);
    const line = text.sum(
      figures.response(response, 3),
      figures.change(common, 3),
      features.length,
      figures.change(sum, 3),
    );
    return line + text.rest(difference.toExponential(0));
  }
}
