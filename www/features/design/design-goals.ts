import { css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { goalKinds, type GoalField } from "./design-request";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { designStyle } from "./design-style";
import { DesignerElement } from "./designer-element";

/** What is wanted of the promoter in each condition. */
@customElement("cisight-design-goals")
export class DesignGoalsElement extends DesignerElement {
  static override styles = [
    shared,
    designStyle,
    css`
      ul {
        margin-top: 0.25rem;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto auto;
        align-items: center;
        gap: 0.125rem 0.5rem;
        padding-block: 0.25rem;
        border-block-end: 1px solid var(--line);
      }
      li > span {
        font-size: 0.8125rem;
        overflow-wrap: anywhere;
      }
      li small {
        display: block;
        color: var(--muted);
        font-size: 0.75rem;
      }
      li .error {
        grid-column: 1 / -1;
      }
      select.raise {
        border-inline-start: 4px solid var(--up);
      }
      select.lower {
        border-inline-start: 4px solid var(--down);
      }
      li .target {
        grid-column: 1 / -1;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem 0.375rem;
        font-size: 0.8125rem;
      }
      select.reach {
        border-inline-start: 4px double var(--text);
      }
      .more {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 0.25rem 0.5rem;
        margin-top: 0.375rem;
      }
      .more label {
        display: inline;
      }
    `,
  ];

  @state() private hasWeights = false;

  override render() {
    const { designer } = this;
    const { errors, goals, others } = designer;
    return html`<fieldset aria-describedby="help">
      <legend>${strings.design.goals}</legend>
      <p class="help" id="help">${strings.design.goalsHelp}</p>
      <ul>
        ${goals.map((goal, at) => this.renderGoal(goal, at))}
      </ul>
      <div role="alert" id="goals-error">
        ${errors.goals ? html`<p class="error">${errors.goals}</p>` : nothing}
      </div>
      <div class="more">
        ${others.length ? this.renderOthers() : nothing}
        <button
          class="plain"
          type="button"
          aria-expanded=${this.hasWeights}
          @click=${() => (this.hasWeights = !this.hasWeights)}
        >
          ${strings.design.moreWeights}
        </button>
        ${
          designer.hasOwnGoals
            ? html`<button class="plain" type="button" @click=${() => designer.resetGoals()}>
                ${strings.design.resetGoals}
              </button>`
            : nothing
        }
      </div>
      ${this.hasWeights ? html`<p class="help">${strings.design.weightHelp}</p>` : nothing}
      ${others.length ? html`<p class="help">${strings.design.othersIgnored(others.length)}</p>` : nothing}
    </fieldset>`;
  }

  private renderGoal({ column, kind, weight, low, high }: GoalField, at: number) {
    const { weights, targets } = this.designer.errors;
    const [problem, wrongTarget] = [weights[at], targets[at]];
    const isShown = this.hasWeights || Boolean(problem) || weight !== "1";
    return html`<li>
      <span>${column.name}${column.detail ? html`<small>${column.detail}</small>` : nothing}</span>
      ${isShown && kind !== "ignore" ? this.renderWeight(column.name, weight, at, problem) : html`<i></i>`}
      <select
        class=${kind}
        aria-label=${strings.design.goalOf(column.name)}
        aria-invalid=${Boolean(this.designer.errors.goals)}
        aria-describedby="goals-error"
        @change=${(event: Event) => {
          const chosen = goalKinds[(event.target as HTMLSelectElement).selectedIndex];
          if (chosen) this.designer.setGoal(column, { kind: chosen });
        }}
      >
        ${goalKinds.map((name) => html`<option .selected=${name === kind}>${strings.design.goal[name]}</option>`)}
      </select>
      ${kind === "reach" ? this.renderTarget(column.name, { low, high }, at, wrongTarget) : nothing}
      ${problem ? html`<p class="error" id="weight-error-${at}" role="alert">${problem}</p>` : nothing}
      ${wrongTarget ? html`<p class="error" id="target-error-${at}" role="alert">${wrongTarget}</p>` : nothing}
    </li>`;
  }

  private renderTarget(
    name: string,
    ends: { low: string; high: string },
    at: number,
    problem: string | undefined,
  ) {
    const field = (end: "low" | "high", label: string) =>
      html`<input
        class="number"
        inputmode="decimal"
        autocomplete="off"
        aria-label=${label}
        aria-invalid=${Boolean(problem)}
        aria-describedby="target-error-${at}"
        .value=${ends[end]}
        @input=${(event: Event) => {
          const column = this.designer.goals[at]?.column;
          if (column) this.designer.setGoal(column, { [end]: (event.target as HTMLInputElement).value });
        }}
      />`;
    return html`<span class="target">
      ${strings.design.low} ${field("low", strings.design.lowIn(name))} ${strings.design.high}
      ${field("high", strings.design.highIn(name))}
    </span>`;
  }

  private renderWeight(name: string, weight: string, at: number, problem: string | undefined) {
    return html`<input
      class="number"
      inputmode="decimal"
      autocomplete="off"
      title=${strings.design.weight}
      aria-label=${strings.design.weightOf(name)}
      aria-invalid=${Boolean(problem)}
      aria-describedby="weight-error-${at}"
      .value=${weight}
      @input=${(event: Event) => {
        const column = this.designer.goals[at]?.column;
        if (column) this.designer.setGoal(column, { weight: (event.target as HTMLInputElement).value });
      }}
    />`;
  }

  private renderOthers() {
    const { others } = this.designer;
    return html`<span>
      <label for="others" class="help">${strings.design.addCondition}</label>
      <select
        id="others"
        @change=${(event: Event) => {
          const list = event.target as HTMLSelectElement;
          const column = others[list.selectedIndex - 1];
          list.selectedIndex = 0;
          if (column) this.designer.setGoal(column, { kind: "keep" });
        }}
      >
        <option>${strings.design.addConditionEmpty}</option>
        ${others.map(({ name }) => html`<option>${name}</option>`)}
      </select>
    </span>`;
  }
}
