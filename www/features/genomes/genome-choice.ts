import type { Workbench } from "../../app/workbench";
import { css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { genomeName } from "./genomes";
import { describe } from "../../state/message";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { BenchElement } from "../../app/bench-element";

/** Which genome gene names are looked up in, and the way to another one. */
@customElement("cisight-genome-choice")
export class GenomeChoiceElement extends BenchElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        margin-bottom: 0.5rem;
      }
      p {
        font-size: 0.8125rem;
        overflow-wrap: anywhere;
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        margin-inline-start: -0.4375rem;
      }
      .own {
        font-weight: 600;
      }
    `,
  ];

  protected override follows({ frame, genomes, promoters, models }: Workbench) {
    return [frame, genomes, promoters, models];
  }

  @state() private isOpen = false;
  @state() private problem = "";

  override render() {
    const { genomes, promoters, model, models, address } = this.bench;
    const { inUse } = genomes;
    // Its manifest is there before its weights are.
    const summary = models.summary(model?.id ?? address.model ?? models.defaultId);
    const ofModel = model ? promoters.modelHasCatalogue : summary?.hasCatalogue;
    const shipped = this.shipped(ofModel, summary?.species ?? "");
    return html`<p>
        ${strings.genomes.label}:
        ${inUse ? html`<span class="own">${strings.genomes.own(genomeName(inUse) || inUse.id)}</span>` : shipped}
      </p>
      <div class="ways">
        <button class="plain" @click=${() => void this.open()}>${strings.genomes.open}</button>
        ${
          inUse
            ? html`<button class="plain" @click=${() => void this.bench.geneSource.use(undefined)}>
                ${ofModel ? strings.genomes.back : strings.genomes.backToNone}
              </button>`
            : nothing
        }
      </div>
      <p role="alert">${this.problem}</p>
      ${
        this.isOpen
          ? html`<cisight-genome-dialog
              .bench=${this.bench}
              @closed=${() => (this.isOpen = false)}
            ></cisight-genome-dialog>`
          : nothing
      }`;
  }

  private shipped(ofModel: boolean | undefined, species: string): string {
    if (ofModel === undefined) return strings.genomes.notKnown;
    return ofModel ? strings.genomes.ofModel(species) : strings.genomes.none;
  }

  private async open(): Promise<void> {
    try {
      await import("./genome-dialog");
      this.problem = "";
      this.isOpen = true;
    } catch (reason) {
      this.problem = strings.files.loadFailed(describe(reason));
    }
  }
}
