import { VirtualizerController } from "@tanstack/lit-virtual";
import { html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Agreement } from "./agreement";
import { orderByKeys, orderByName } from "../map/map-sort";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { agreementListStyle } from "./agreement-list-style";
import { withKept } from "../map/map-window";

export interface AgreementItem extends Agreement {
  index: number;
  name: string;
}

type Key = "name" | "r" | "n";

/** Promoters or conditions with their r and n, sorted by any of the three; only what is in view is in the document. Tells of "choose". */
@customElement("cisight-agreement-list")
export class AgreementListElement extends LitElement {
  static override styles = [shared, agreementListStyle];

  @property() label = "";
  @property() what = "";
  @property({ attribute: false }) items: readonly AgreementItem[] = [];
  /** The index of the item that stands out. */
  @property({ attribute: false }) chosen = -1;
  @state() private key: Key = "r";
  @state() private descending = true;
  @state() private active = 0;
  @query(".scroller") private scroller!: HTMLElement;
  private order: Uint32Array = new Uint32Array();
  private readonly window = new VirtualizerController<HTMLElement, HTMLElement>(this, {
    count: 0,
    overscan: 3,
    getScrollElement: () => this.scroller,
    estimateSize: () => this.rowHeight,
  }).getVirtualizer();

  private get rowHeight(): number {
    return 1.5 * parseFloat(getComputedStyle(document.documentElement).fontSize);
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    const { items, key, descending } = this;
    if (changed.has("items") || changed.has("key") || changed.has("descending")) {
      this.order =
        key === "name"
          ? orderByName(items, descending)
          : orderByKeys(
              items.map((item) => item[key]),
              descending,
            );
      this.active = Math.min(this.active, Math.max(0, items.length - 1));
    }
    const kept = this.active;
    this.window.setOptions({
      ...this.window.options,
      count: items.length,
      rangeExtractor: (range) => withKept(range, kept),
    });
  }

  override render() {
    const { items, order, active } = this;
    return html`
      <div class="heads">
        ${this.renderHead("name", this.what)} ${this.renderHead("r", "r")} ${this.renderHead("n", "n")}
      </div>
      <div
        class="scroller numbers"
        role="listbox"
        tabindex="0"
        aria-label=${this.label}
        aria-activedescendant=${items.length ? `item-${active}` : nothing}
        @keydown=${this.onKey}
      >
        <div role="presentation" class="sheet" .style=${`height: ${this.window.getTotalSize()}px`}>
          ${this.window.getVirtualItems().map(({ index, start }) => {
            const item = items[order[index]!]!;
            return html`<div
              id="item-${index}"
              class="item ${index === active ? "active" : ""}"
              role="option"
              aria-selected=${item.index === this.chosen}
              aria-setsize=${items.length}
              aria-posinset=${index + 1}
              .style=${`top: ${start}px`}
              @click=${() => this.choose(index)}
            >
              <span title=${item.name}>${item.name}</span>
              <span><span class="visually-hidden"> r </span>${strings.measured.r(item.r)}</span>
              <span><span class="visually-hidden"> n </span>${item.n.toLocaleString("en")}</span>
            </div>`;
          })}
        </div>
      </div>
    `;
  }

  private renderHead(key: Key, text: string) {
    const sign = this.key === key ? (this.descending ? " ↓" : " ↑") : "";
    return html`<button
      class="plain"
      aria-label=${strings.measured.sortBy(text)}
      aria-pressed=${this.key === key}
      @click=${() => this.sort(key)}
    >
      ${text}${sign}
    </button>`;
  }

  private sort(key: Key): void {
    this.descending = this.key === key ? !this.descending : key !== "name";
    this.key = key;
    this.active = 0;
    this.window.scrollToOffset(0);
  }

  private readonly onKey = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(this.scroller.clientHeight / this.rowHeight) - 1);
    const last = this.items.length - 1;
    const targets: Partial<Record<string, number>> = {
      ArrowDown: this.active + 1,
      ArrowUp: this.active - 1,
      PageDown: this.active + page,
      PageUp: this.active - page,
      Home: 0,
      End: last,
    };
    const target = targets[event.key];
    if (event.key === "Enter" || event.key === " ") this.choose(this.active);
    else if (target === undefined) return;
    else {
      this.active = Math.max(0, Math.min(last, target));
      this.window.scrollToIndex(this.active);
    }
    event.preventDefault();
  };

  private choose(at: number): void {
    const item = this.items[this.order[at] ?? -1];
    if (!item) return;
    this.active = at;
    this.dispatchEvent(new CustomEvent("choose", { detail: item.index }));
  }
}
