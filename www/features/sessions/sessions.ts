import { strings } from "../../strings/index";
import type { LinkState } from "./link";
import { Observable } from "../../state/observable";
import { once } from "../../state/once";
import { readText } from "../../state/read-text";
import { saveJson } from "../../ui/save-file";
import { readSession, sessionFileName, sessionModel, writeSession, type SessionModel } from "./session";
import type { Workbench } from "../../app/workbench";

/** Saves what the page shows as a file, and opens such files. */
export class Sessions extends Observable {
  problem = "";
  note = "";
  /** What was here before a session was opened. */
  private before: LinkState | undefined;

  constructor(private readonly bench: Workbench) {
    super();
  }

  get canGoBack(): boolean {
    return this.before !== undefined;
  }

  save(): void {
    const { model, state } = this.bench;
    if (model) saveJson(sessionFileName, [writeSession(state, model)]);
  }

  /** Opens a file; a bad one changes nothing. */
  async open(file: File): Promise<void> {
    const { text } = await readText(file).catch(() => ({ text: "" }));
    await this.openText(file.name, text);
  }

  /** Opens the text of a file, and says whether that is on show now; `history` reads what was done to get there, for the model that it is shown with. */
  async openText(
    name: string,
    text: string,
    history?: (limits: SessionModel) => LinkState["history"],
  ): Promise<boolean> {
    const { model } = this.bench;
    if (!model) return false;
    // Shown with the model it was saved with, where that is here.
    const saved = await this.bench.models.find(sessionModel(text) ?? "");
    const target = saved && saved.id !== model.id ? { ...saved, tfs: { length: saved.tfCount } } : model;
    const read = readSession(name, text, target);
    this.problem = "problem" in read ? read.problem : "";
    this.note = "";
    if ("state" in read) {
      this.before = this.bench.stateWithHistory;
      this.note = [strings.session.opened(name), read.note].filter(Boolean).join(" ");
      this.changed();
      // What cannot be loaded is said beside the choice of models.
      const steps = historyOf(() => history?.(target));
      const isThere = await this.bench.open({ ...read.state, ...(steps && { history: steps }) });
      if (!isThere) this.dismiss();
      this.changed();
      return isThere;
    }
    this.changed();
    return false;
  }

  async goBack(): Promise<void> {
    const { before } = this;
    this.dismiss();
    if (before) await this.bench.open(before);
  }

  dismiss(): void {
    this.problem = this.note = "";
    this.before = undefined;
    this.changed();
  }
}

/** What cannot be read of a history is no reason to go without the rest. */
function historyOf(read: () => LinkState["history"]): LinkState["history"] {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** The sessions of a workbench: the buttons and the note about them stand in two places of the page. */
export const sessionsOf = once((bench: Workbench) => new Sessions(bench));
