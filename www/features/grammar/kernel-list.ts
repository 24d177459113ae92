import { html } from "lit";
import { customElement } from "lit/decorators.js";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { tfStyle } from "../tfs/tf-style";
import "../../ui/progress";
import { GrammarElement } from "./grammar-element";
import type { GrammarFile, Kernel } from "./grammar-file";
import { grammarStyle } from "./grammar-style";
import { logo } from "./logo";

const text = strings.grammar.kernels;
const logoHeight = 34;
/** A known motif is named as alike below it. */
export const alike = 0.05;

/** The motifs of all kernels, and the known motif that each is most like. */
@customElement("cisight-kernel-list")
export class KernelListElement extends GrammarElement {
  static override styles = [shared, tfStyle, grammarStyle];

  override render() {
    const { file } = this.grammar;
    const { result, progress } = file;
    const own = strings.grammar.file;
    const none = progress.state === "idle" && !result ? own.none : "";
    return html`<h3>${text.title}</h3>
      ${
        result
          ? this.renderKernels(result)
          : html`<cisight-progress
              .progress=${progress}
              .running=${own.running}
              .cancelled=${own.cancelled}
              .again=${own.again}
              .idle=${none}
              @cancel=${() => file.cancel()}
              @again=${() => file.again()}
            ></cisight-progress>`
      }`;
  }

  private renderKernels({ kernels, promoters, share, known }: GrammarFile) {
    const resembling = kernels.filter(({ match }) => match && match.qValue < alike).length;
    return html`<p class="help">${text.help(promoters, share, known)}</p>
      <p class="line">${text.resemble(resembling, kernels.length)}</p>
      <ul class="kernels" aria-label=${text.list} tabindex="0">
        ${kernels.map((kernel) => this.renderKernel(kernel))}
      </ul>`;
  }

  private renderKernel({ name, probabilities, consensus, sites, promoters, match }: Kernel) {
    return html`<li>
      ${logo(probabilities, logoHeight)}
      <span
        >${name} <span class="visually-hidden">${strings.grammar.terms.looksFor(consensus)}</span>
        <small
          >${match ? (match.qValue < alike ? text.like : text.closest)(match.name, match.qValue) : ""}</small
        >
        <small class="numbers">${text.sites(sites, promoters)}</small></span
      >
    </li>`;
  }
}
