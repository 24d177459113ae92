import { html } from "lit";
import type { Progress } from "../state/progress";
import "./messages";
import "./progress";

interface Outcome {
  progress: Progress;
  running: string;
  cancelled: string;
  cancel: () => void;
}

/** Work that its own button starts: how far it is, and what went wrong. */
export function renderOutcome({ progress, running, cancelled, cancel }: Outcome) {
  if (progress.state === "running")
    return html`<cisight-progress
      .progress=${progress}
      .running=${running}
      @cancel=${cancel}
    ></cisight-progress>`;
  const messages =
    progress.state === "failed"
      ? [{ kind: "error", message: progress.message }]
      : progress.state === "cancelled"
        ? [{ kind: "note", message: cancelled }]
        : [];
  return html`<cisight-messages .messages=${messages}></cisight-messages>`;
}
