import { html } from "lit";
import { strings } from "../../strings/index";
import "../../ui/progress";
import type { EffectScales } from "./effect-scales";

/** How far the random changes are that percentiles are among. */
export const scaleProgress = ({ task }: EffectScales) => {
  const { running, cancelled, again } = strings.uncertainty;
  return html`<cisight-progress
    .progress=${task.progress}
    .running=${running}
    .cancelled=${cancelled}
    .again=${again}
    @cancel=${() => task.cancel()}
    @again=${() => task.again()}
  ></cisight-progress>`;
};
