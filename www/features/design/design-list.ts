import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { BenchElement } from "../../app/bench-element";
import { position } from "../../strings/format";
import { count, list, some } from "../../strings/words";
import type { DesignResult } from "../../engine/messages";
import { unitOfAll } from "../map/columns";
import type { Designer } from "./designer";
import { designResultStyle } from "./design-result-style";
import { onFront, reached } from "./pareto";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import "./pareto-chart";

/** Several designs side by side, what one goal costs another, and what the promoter has as it is. */
@customElement("cisight-design-list")
export class DesignListElement extends BenchElement {
  static override styles = [
    shared,
    designResultStyle,
    css`
      button {
        white-space: nowrap;
      }
    `,
  ];

  @property({ attribute: false }) designer!: Designer;
  @property({ type: Boolean, reflect: true }) stale = false;

  override render() {
    const { outcomes, wanted, existing } = this.designer;
    const [first] = outcomes;
    if (!first) return nothing;
    const notes = [
      ...(existing.length ? [strings.design.existing(this.described(existing))] : []),
      ...(outcomes.length < wanted ? [strings.design.fewer(outcomes.length, wanted)] : []),
    ];
    return html`${notes.map((text) => html`<p class="note">${text}</p>`)}
    ${outcomes.length > 1 ? this.renderDesigns() : nothing}`;
  }

  private renderDesigns() {
    const { bench } = this;
    const { outcomes, shown } = this.designer;
    const [first] = outcomes;
    if (!first) return nothing;
    const { columns, goals, natural } = first;
    const front = onFront(outcomes);
    const hasFront = columns.length > 1;
    const { figures } = bench;
    return html`<h4>${strings.design.list}</h4>
      ${
        hasFront
          ? html`<cisight-pareto-chart
              .designs=${outcomes}
              .shown=${shown}
              .figures=${figures}
              .unit=${unitOfAll(columns, bench.model)}
            ></cisight-pareto-chart>`
          : nothing
      }
      <p class="help">
        ${strings.design.listHelp(unitOfAll(columns, bench.model))}
        ${hasFront ? strings.design.frontHelp : nothing}
      </p>
      <div class="scroller" tabindex="0" role="region" aria-label=${strings.design.list}>
        <table>
          <thead>
            <tr>
              <th scope="col">${strings.design.list}</th>
              <th scope="col">${strings.design.mutations}</th>
              ${columns.map(
                ({ name }, at) =>
                  html`<th scope="col" class="value ${goals[at]?.kind ?? ""}">
                    ${name}<small>${strings.design.goal[goals[at]?.kind ?? "ignore"]}</small>
                  </th>`,
              )}
              ${hasFront ? html`<th scope="col">${strings.design.best}</th>` : nothing}
              <th scope="col"><span class="visually-hidden">${strings.design.shown}</span></th>
            </tr>
          </thead>
          <tbody class="numbers">
            <tr>
              <th scope="row">${strings.design.natural}</th>
              <td></td>
              ${natural.map((response) => html`<td class="value">${figures.response(response)}</td>`)}
              ${hasFront ? html`<td></td>` : nothing}
              <td></td>
            </tr>
            ${outcomes.map(
              (outcome, at) =>
                html`<tr class=${at === shown ? "here" : ""}>
                  <th scope="row">${strings.design.design(at + 1)}</th>
                  <td>${outcome.steps.length}</td>
                  ${reached(outcome).map(
                    (response, column) =>
                      html`<td class="value">
                        ${figures.response(response)}
                        ${outcome.missed[column] ? html`<small>✗ ${strings.design.missedMark}</small>` : nothing}
                      </td>`,
                  )}
                  ${hasFront ? html`<td>${front[at] ? `★ ${strings.design.onFront}` : ""}</td>` : nothing}
                  <td>
                    <button class="plain" aria-pressed=${at === shown} @click=${() => this.designer.show(at)}>
                      ${strings.design.choose(at + 1)}
                    </button>
                  </td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`;
  }

  /** What breaks a rule in the promoter as it is: each kind once, with its first places. */
  private described(existing: DesignResult["existing"]): string {
    const [outcome] = this.designer.outcomes;
    const { row, downstream = 0 } = outcome ?? {};
    const anchor = (row?.sequence.length ?? 0) - downstream;
    const place = (at: number) => position(at - anchor);
    const kinds = new Map<string, string[]>();
    for (const { rule, from, to } of existing) {
      const what = said(rule);
      kinds.set(what, [...(kinds.get(what) ?? []), `${place(from)} to ${place(to - 1)}`]);
    }
    const most = 4;
    const named = [...kinds].slice(0, most).map(([what, places]) => strings.design.at(what, some(places, 3)));
    const left = kinds.size - named.length;
    return list(left > 0 ? [...named, count(left, "more kind")] : named);
  }
}

function said(rule: DesignResult["existing"][number]["rule"]): string {
  const { found } = strings.design;
  const share = (value: number) => `${Math.round(100 * value)}%`;
  switch (rule.kind) {
    case "site":
      return found.site(rule.name);
    case "gc":
      return found.gc(share(rule.share));
    case "gc-window":
      return found.window(share(rule.share));
    case "homopolymer":
      return found.homopolymer(rule.length);
    case "repeat":
      return found.repeat;
    case "hairpin":
      return found.hairpin;
    case "start-codon":
      return found.codon;
    case "motif-gained":
    case "motif-lost":
    case "differences":
      // These compare a design with the promoter as it is.
      return found.other;
  }
}
