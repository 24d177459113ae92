import { html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { BenchElement } from "./bench-element";
import { shared } from "../style/shared";
import { tokens } from "../style/tokens";
import { strings } from "../strings";
import { toggleTheme } from "../style/theme";
import { appStyle } from "./app-style";
import "./condition-input";
import "./model-card";
import "./promoter-input";
import "./results";
import "./session-note";
import "./session-tools";

/** The whole page: input on the left, results on the right. */
@customElement("cisight-app")
export class AppElement extends BenchElement {
  static override styles = [tokens, shared, appStyle];

  @state() private linkText: string = strings.link.copy;
  override render() {
    const { bench } = this;
    return html`
      <header>
        <button class="skip" @click=${this.skip}>${strings.app.skip}</button>
        <div class="brand">
          <h1>${strings.app.name}</h1>
          <p>
            ${bench.model ? strings.app.inBrief(bench.model.title, bench.model.members) : strings.app.tagline}
          </p>
        </div>
        <div class="tools">
          <cisight-session-tools .bench=${bench}></cisight-session-tools>
          <button @click=${this.copyLink}>${this.linkText}</button>
          <cisight-model-card
            .load=${() => bench.engine.folder.then((folder) => folder.card())}
          ></cisight-model-card>
          <button
            class="icon"
            aria-label=${strings.app.theme}
            title=${strings.app.theme}
            @click=${toggleTheme}
          >
            <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
              <circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.5" />
              <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />
            </svg>
          </button>
        </div>
        <div class="status">
          <p>${strings.app.privacy}</p>
          <p role="status" class="backend ${bench.backend.webgpu}">
            <b>${strings.backend.label(bench.backend.active)}</b> <span>${bench.backend.reason}</span>
          </p>
        </div>
      </header>
      ${this.renderBanner()}
      <cisight-session-note .bench=${bench}></cisight-session-note>
      <main>
        <div class="input" role="region" aria-label=${strings.app.input}>
          <section aria-labelledby="promoters">
            <h2 id="promoters">${strings.promoters.title}</h2>
            <cisight-promoter-input .bench=${bench}></cisight-promoter-input>
          </section>
          <section aria-labelledby="conditions">
            <h2 id="conditions">${strings.conditions.title}</h2>
            <cisight-condition-input .bench=${bench}></cisight-condition-input>
          </section>
        </div>
        <div id="results" role="region" aria-label=${strings.app.results} tabindex="-1">
          <cisight-results .bench=${bench}></cisight-results>
        </div>
      </main>
    `;
  }

  private renderBanner() {
    const { bench } = this;
    const { phase, linkProblem, linkIsPartial } = bench;
    return html`<div role="alert">
        ${
          phase.state === "failed"
            ? html`<p class="banner failed">
                <span><b>${strings.app.failedTitle}</b> ${phase.message}</span>
                <button @click=${() => void bench.start()}>${strings.app.retry}</button>
              </p>`
            : nothing
        }
        ${linkProblem ? html`<p class="banner">${linkProblem}</p>` : nothing}
      </div>
      <div role="status">
        ${linkIsPartial ? html`<p class="banner">${strings.link.partial}</p>` : nothing}
      </div>`;
  }

  /** The address always says what the page shows; this saves selecting it. */
  private readonly copyLink = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      this.linkText = strings.link.copied;
    } catch {
      // Pages without https may not write to the clipboard.
      this.linkText = strings.link.notCopied;
    }
    setTimeout(() => (this.linkText = strings.link.copy), 3000);
  };

  private readonly skip = () => this.renderRoot.querySelector<HTMLElement>("#results")?.focus();
}
