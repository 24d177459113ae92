import type { Workbench } from "./workbench";
import { html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import type { Offline } from "../offline/offline";
import { shared } from "../style/shared";
import { tokens } from "../style/tokens";
import { strings } from "../strings/index";
import { announceTheme, isDark, toggleTheme } from "../style/theme";
import { appStyle } from "./app-style";
import type { LinkPart } from "../features/sessions/link";
import { sessionsOf } from "../features/sessions/sessions";
import type { KeptWorkElement } from "../features/sessions/kept-work-view";
import { EmbeddableElement } from "./embeddable-element";
import "../features/conditions/condition-input";
import "../features/inputs/further-input-fields";
import "../features/models/model-card";
import "../features/models/model-select";
import "../offline/offline-status";
import { Printing } from "../ui/printing";
import "../features/promoters/promoter-input";
import "./adapter-details";
import "./results";
import "../features/sessions/session-note";
import "../features/sessions/session-tools";

/** The whole page, or all of it inside somebody else's: input on the left, results on the right. */
@customElement("cisight-app")
export class AppElement extends EmbeddableElement {
  static override styles = [tokens, shared, appStyle];

  protected override follows({ frame, conditions }: Workbench) {
    return [frame, conditions];
  }

  /** Without a header, and with a small footer instead: for frames and narrow columns. */
  @property({ type: Boolean, reflect: true }) compact = false;
  /** "light", "dark", or "auto" for the system's; otherwise that of the page around. */
  @property({ reflect: true }) theme: string | null = null;
  /** What the visitor of a compact view should know about the page around it. */
  @property({ attribute: false }) notice = "";
  /** Absent in copies of the page that are not stored by the browser. */
  @property({ attribute: false }) offline: Offline | undefined;
  @query("cisight-kept-work") private workCard!: KeptWorkElement | null;
  @state() private linkText: string = strings.link.copy;
  /** Whether the link's state or the example stands there; before, the room that the default model's will need is kept. */
  private hasBegun = false;

  constructor() {
    super();
    // Before anything inside measures itself. Canvases are drawn in the paper's colours, and again in the screen's.
    const printing = new Printing(this, () => {
      this.toggleAttribute("printing", printing.isOn);
      announceTheme();
    });
  }

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    this.hasBegun ||= !this.bench.isStarting || this.bench.phase.state === "failed";
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.has("theme")) announceTheme();
  }

  override render() {
    const { bench } = this;
    // Inside another page the landmarks are that page's business.
    const main = this.ownsBench ? nothing : "main";
    return html`<div class="frame">
        ${this.compact ? nothing : this.renderHeader()} ${this.renderBanner()}
        <cisight-session-note .bench=${bench}></cisight-session-note>
        <div class="columns" role=${main}>
          ${this.compact && !this.ownsBench ? html`<h1 class="visually-hidden">${strings.app.name}</h1>` : nothing}
          <div
            class="input ${this.hasBegun || bench.address.model !== undefined ? "" : "beginning"}"
            role="region"
            aria-label=${strings.app.input}
          >
            <section aria-labelledby="promoters">
              <h2 id="promoters">${strings.promoters.title}</h2>
              <cisight-promoter-input .bench=${bench}></cisight-promoter-input>
            </section>
            ${this.renderFurther()}
            <section aria-labelledby="conditions">
              <h2 id="conditions">${strings.conditions.title}</h2>
              ${bench.model && !bench.model.capabilities.tfLevels ? this.renderNoConditions() : html`<cisight-condition-input .bench=${bench}></cisight-condition-input>`}
            </section>
          </div>
          <div id="results" role="region" aria-label=${strings.app.results} tabindex="-1">
            ${
              // What is on show is one model's.
              keyed(bench.engine, html`<cisight-results .bench=${bench}></cisight-results>`)
            }
          </div>
        </div>
        ${this.compact ? this.renderFooter() : nothing}
      </div>
      ${
        // Outside the frame, which would be what it is fixed to.
        this.work && this.keepsWork
          ? html`<cisight-kept-work .work=${this.work}></cisight-kept-work>`
          : nothing
      }`;
  }

  private renderHeader() {
    const { bench } = this;
    return html`<div class="header" role=${this.ownsBench ? nothing : "banner"}>
      <button class="skip" @click=${this.skip}>${strings.app.skip}</button>
      <h1>${strings.app.name}</h1>
      <div class="tools">
        <cisight-session-tools
          .bench=${bench}
          .earlier=${this.keepsWork ? this.openWork : undefined}
        ></cisight-session-tools>
        ${bench.keepsAddress ? html`<button @click=${this.copyLink}>${this.linkText}</button>` : nothing}
        ${this.renderCard()}
        <button
          class="icon"
          aria-label=${strings.app.theme}
          title=${strings.app.theme}
          @click=${this.switchTheme}
        >
          <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
            <circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.5" />
            <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />
          </svg>
        </button>
      </div>
      <cisight-model-select .bench=${bench}></cisight-model-select>
      <div class="status">
        <p>${this.ownsBench ? strings.embed.local : strings.app.privacy}</p>
        ${this.offline ? html`<cisight-offline-status .offline=${this.offline}></cisight-offline-status>` : nothing}
        ${this.renderBackend()}
      </div>
    </div>`;
  }

  /** Where it computes; before there is a model, that it does not. */
  private renderBackend() {
    const { phase, backend } = this.bench;
    const says = strings.backend;
    const [kind, label, reason] = {
      starting: ["", says.loading, says.loadingReason],
      failed: ["", says.notRunning, says.notRunningReason],
      ready: [backend.webgpu, says.label(backend.active), backend.reason],
    }[phase.state];
    const { adapter } = backend;
    return html`<div class="computes">
      <p role="status" class="backend ${kind}"><b>${label}</b> <span>${reason}</span></p>
      ${
        phase.state === "ready" && adapter
          ? html`<cisight-adapter-details .adapter=${adapter}></cisight-adapter-details>`
          : nothing
      }
    </div>`;
  }

  /** Only where the model reads more than a sequence and TF levels. */
  private renderFurther() {
    const { bench } = this;
    if (!bench.inputs.specs.length) return nothing;
    return html`<section aria-labelledby="further">
      <h2 id="further">${strings.inputs.title}</h2>
      <cisight-further-input-fields .bench=${bench}></cisight-further-input-fields>
    </section>`;
  }

  private renderNoConditions() {
    const { conditions, model } = this.bench;
    const { text } = conditions;
    const outputs = model?.outputs.length ?? 1;
    return html`<p class="help">
      ${outputs > 1 ? strings.models.noTfsOutputs(outputs) : strings.models.noTfs}
      ${text.trim() ? strings.models.tableKept : nothing}
    </p>`;
  }

  private renderFooter() {
    const local = this.ownsBench ? strings.embed.local : strings.embed.privacy;
    return html`<div class="footer" role=${this.ownsBench ? nothing : "contentinfo"}>
      <b>${strings.app.name}</b>
      <span class="help">${this.notice || local}</span>
      ${
        this.bench.keepsAddress
          ? html`<a
              href=${fullPage()}
              target="_blank"
              rel="noopener"
              @pointerenter=${this.renewLink}
              @focus=${this.renewLink}
              @click=${this.renewLink}
              >${strings.embed.fullPage}</a
            >`
          : nothing
      }
      ${this.keepsWork ? html`<button class="plain" @click=${this.openWork}>${strings.keptWork.open}</button>` : nothing}
      ${this.renderCard()}
    </div>`;
  }

  private readonly openWork = () => void this.workCard?.open();

  private renderCard() {
    const { engine } = this.bench;
    return keyed(
      engine,
      html`<cisight-model-card
        ?low=${this.compact}
        .fast=${this.bench.model?.fast}
        .load=${() => engine.folder.then((folder) => folder.card())}
      ></cisight-model-card>`,
    );
  }

  private renderBanner() {
    const { bench } = this;
    const { phase, address } = bench;
    return html`<div role="alert">
        ${
          phase.state === "failed"
            ? html`<p class="banner failed">
                <span><b>${strings.app.failedTitle}</b> ${phase.message}</span>
                <button @click=${() => void bench.start()}>${strings.app.retry}</button>
              </p>`
            : nothing
        }
        ${address.problem ? html`<p class="banner">${address.problem}</p>` : nothing}
      </div>
      <div role="status">
        ${
          address.isPartial
            ? html`<p class="banner">
                <span>${strings.link.partial(namesOf(address.leftOut))}</span>
                <button @click=${() => sessionsOf(bench).save()}>${strings.link.saveSession}</button>
              </p>`
            : nothing
        }
        ${address.missing.length ? html`<p class="banner">${strings.link.missing(namesOf(address.missing))}</p>` : nothing}
      </div>`;
  }

  /** The address always says what the page shows; this saves selecting it. */
  private readonly copyLink = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      this.linkText = this.bench.address.isPartial ? strings.link.copiedPart : strings.link.copied;
    } catch {
      // Pages without https may not write to the clipboard.
      this.linkText = strings.link.notCopied;
    }
    setTimeout(() => (this.linkText = strings.link.copy), 3000);
  };

  /** The address follows every change, the link in the footer whoever is about to use it. */
  private readonly renewLink = (event: Event) => {
    if (event.currentTarget instanceof HTMLAnchorElement) event.currentTarget.href = fullPage();
  };

  private readonly switchTheme = () => {
    if (this.ownsBench) this.theme = isDark(this) ? "light" : "dark";
    else toggleTheme();
  };

  private readonly skip = () => this.renderRoot.querySelector<HTMLElement>("#results")?.focus();
}

const namesOf = (parts: readonly LinkPart[]) => parts.map((part) => strings.link.parts[part]);

/** This page with what it shows, without the frame's settings. */
function fullPage(): string {
  const address = new URL(location.href);
  for (const name of ["embed", "origin", "theme"]) address.searchParams.delete(name);
  return address.href;
}
