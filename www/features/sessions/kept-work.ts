import type { WorkHead } from "../../store/database";
import { timeOf } from "../../strings/format";
import { strings } from "../../strings/index";
import type { EditLimits } from "../bases/edits-text";
import { unpackHistory } from "./kept-history";
import { Observable } from "../../state/observable";
import { writeSession } from "./session";
import { sessionsOf } from "./sessions";
import {
  isAlike,
  isTypedAlike,
  linkedOnly,
  packWork,
  snapshotOf,
  type KeptContent,
  type Snapshot,
} from "./work-snapshot";
import { whenIdle } from "../../state/when-idle";
import type { Workbench } from "../../app/workbench";

/** Often enough that a crash costs next to nothing, seldom enough to cost nothing itself. */
const everyMs = 500;
const mostIdleMs = 2000;

const shelf = async () => Promise.all([import("../../store/work"), import("../../store/tab-locks")]);

/**
 * Keeps what the visitor does in this browser as it changes, and offers it again after a reload, a closed tab or a crash. Every tab writes work of
 * its own. Where nothing is kept, the browser asks before the page is closed, if something would be lost.
 */
export class KeptWork extends Observable {
  /** Work of tabs that are closed, newest first. */
  offers: readonly WorkHead[] = [];
  /** Whether they are on show. */
  isOpen = false;
  /** When the work of this tab was kept last, in milliseconds since 1970. */
  savedAt: number | undefined;
  /** Why it is not. */
  problem = "";
  private id = newId();
  private savedHash = "";
  /** Whether what was taken up again was typed or edited, though the page did not begin without it. */
  private wasTyped = false;
  /** While other work comes in, nothing is written over anything. */
  private isMoving = false;
  /** What the page began with, or what was loaded into it: nobody's work. */
  private begun: Snapshot | undefined;
  private saved: Snapshot | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether something has changed since the save that is on its way began. */
  private isStale = false;
  /** At hand when the page is closed, which waits for nothing. */
  private shelf: Awaited<ReturnType<typeof shelf>> | undefined;
  private lock: { take(id: string): Promise<boolean>; drop(): void } | undefined;
  private readonly ends: (() => void)[] = [];

  /** @param place - where work is offered again; absent where nothing may be kept. */
  constructor(
    private readonly bench: Workbench,
    private readonly place: string | undefined,
  ) {
    super();
  }

  /** Begins when the page stands; what it shows then is not yet the visitor's work. */
  async start(hash: string | undefined): Promise<void> {
    this.rebase();
    // What was typed while the page was loading is not the address's.
    if (this.begun && hash !== undefined) this.begun = linkedOnly(this.begun, hash);
    this.schedule();
    const on = (target: Window | Document, type: string, act: (event: Event) => void) => {
      target.addEventListener(type, act);
      this.ends.push(() => target.removeEventListener(type, act));
    };
    this.ends.push(this.bench.subscribe(() => this.schedule()));
    on(window, "pagehide", () => this.leave());
    on(window, "pageshow", (event) => {
      if ((event as PageTransitionEvent).persisted) void this.wake();
    });
    on(document, "visibilitychange", () => document.visibilityState === "hidden" && void this.save());
    if (this.place === undefined) return;
    this.shelf = await shelf();
    const [, { TabLock }] = this.shelf;
    this.lock = new TabLock();
    await this.lock.take(this.id);
    await this.refresh();
    const same = this.offers.find((offer) => hash && offer.hash === hash);
    if (same) await this.takeUp(same);
    // Genes and conditions alone are found again in the browser's history: that is no news.
    // Somebody may have asked for it meanwhile.
    this.isOpen ||= this.offers.some(({ isTyped, isDeclined }) => isTyped && !isDeclined);
    this.changed();
  }

  stop(): void {
    for (const end of this.ends.splice(0)) end();
    this.leave();
    this.askBeforeClosing(false);
  }

  /** What is on the page now was not done by the visitor. */
  rebase(): void {
    this.begun = snapshotOf(this.bench);
  }

  show(isOpen: boolean): void {
    this.isOpen = isOpen;
    this.changed();
    if (isOpen) void this.refresh();
  }

  /** What is on offer is not offered again by itself. */
  async decline(): Promise<void> {
    this.show(false);
    const [{ declineWork }] = await shelf();
    await declineWork(this.offers.map(({ id }) => id)).catch(() => undefined);
  }

  async refresh(): Promise<void> {
    if (this.place === undefined) return;
    const [{ listWork }, { workInUse }] = await shelf();
    const [heads, inUse] = await Promise.all([listWork(this.place), workInUse()]);
    this.offers = heads.filter(({ id }) => id !== this.id && !inUse.includes(id));
    this.changed();
  }

  /** Puts earlier work in the place of what is on the page, which is kept in turn. */
  async bringBack(head: WorkHead): Promise<void> {
    const content = await this.content(head);
    const when = timeOf(head.savedAt);
    if (!content) return this.fail(strings.keptWork.damaged(when));
    await this.save();
    const { state, edits, model, history } = content;
    const text = writeSession({ ...state, ...(edits && { edits }) }, model);
    const readHistory = (limits: EditLimits) => unpackHistory(history, limits);
    this.show(false);
    this.isMoving = true;
    // What cannot be opened is said where sessions are, and stays on offer.
    const isThere = await sessionsOf(this.bench).openText(strings.keptWork.of(when), text, readHistory);
    this.isMoving = false;
    if (isThere) {
      // Where another tab could do the same, it goes on as a copy.
      if (!(await this.take(head.id))) await this.begin();
      this.wasTyped = head.isTyped;
      this.saved = undefined;
      await this.save();
    }
    await this.refresh();
  }

  async forget(ids: readonly string[]): Promise<void> {
    const [{ removeWork }] = await shelf();
    await removeWork(ids).catch(() => undefined);
    await this.refresh();
    if (!this.offers.length && !ids.includes(this.id)) this.show(false);
  }

  /** Forgets what was kept of this page; what it shows stays, and is kept again when it changes. */
  async forgetThis(): Promise<void> {
    this.rebase();
    this.wasTyped = false;
    this.saved = this.savedAt = undefined;
    await this.forget([this.id]);
  }

  /** Soon, and one at a time: what is large is not written faster than the browser takes it. */
  private schedule(): void {
    this.isStale = this.timer !== undefined;
    this.timer ??= setTimeout(() => {
      whenIdle(() => {
        this.isStale = false;
        void this.save().finally(() => {
          this.timer = undefined;
          if (this.isStale) this.schedule();
        });
      }, mostIdleMs);
    }, everyMs);
  }

  private async save(): Promise<void> {
    const now = snapshotOf(this.bench);
    if (!now || this.isMoving) return;
    this.begun ??= now;
    const isTyped = this.wasTyped || !isTypedAlike(now, this.begun);
    const isWork = this.wasTyped || this.saved !== undefined || !isAlike(now, this.begun);
    if (this.place === undefined) return this.askBeforeClosing(isTyped);
    const { hash } = location;
    const isSame = this.saved && isAlike(now, this.saved) && isSameView(now, this.saved);
    const isSaid = now.summary === this.saved?.summary;
    if (!isWork || (isSame && isSaid && hash === this.savedHash)) return;
    this.saved = now;
    this.savedHash = hash;
    const savedAt = Date.now();
    const { id, place } = this;
    const packed = packWork(now, { id, place, savedAt, hash }, isTyped);
    const problem = packed ? await this.put(packed) : strings.keptWork.tooLarge;
    this.askBeforeClosing(isTyped && problem !== "");
    if (problem === this.problem && this.savedAt !== undefined && !this.isOpen) {
      this.savedAt = savedAt;
      return;
    }
    this.problem = problem;
    this.savedAt = problem ? undefined : savedAt;
    this.changed();
  }

  private async put({ head, body }: NonNullable<ReturnType<typeof packWork>>): Promise<string> {
    try {
      const [store, locks] = this.shelf ?? (await shelf());
      await store.putWork(head, body);
      void locks.workInUse().then((inUse) => store.pruneWork([head.id, ...inUse]).catch(() => undefined));
      return "";
    } catch {
      return strings.keptWork.notKept;
    }
  }

  /** Work whose address this is: where all of it is on the page already, it goes on, with its history. */
  private async takeUp(head: WorkHead): Promise<void> {
    const [content, now] = [await this.content(head), snapshotOf(this.bench)];
    if (!content || !now) return;
    const { state, edits, model, history } = content;
    const then: Snapshot = { state: { ...state, ...(edits && { edits }) }, model, summary: "" };
    // The address says by itself what it had no room for.
    if (!isTypedAlike(now, then)) this.bench.dismissMissing();
    else if (await this.take(head.id)) {
      this.offers = this.offers.filter(({ id }) => id !== head.id);
      this.savedAt = head.savedAt;
      this.savedHash = head.hash;
      this.wasTyped = head.isTyped;
      this.resumeHistory(history);
      this.saved = snapshotOf(this.bench);
    }
  }

  private async content({ id }: WorkHead): Promise<KeptContent | undefined> {
    const [{ workBody }] = await shelf();
    const body = await workBody(id).catch(() => undefined);
    return body?.content as KeptContent | undefined;
  }

  private resumeHistory(history: unknown): void {
    const { model } = this.bench;
    try {
      if (model) this.bench.resumeHistory(unpackHistory(history, model));
    } catch {
      // The work is there; what was done to get there is not worth a warning.
    }
  }

  /** After a sleep in the browser's memory, in which another tab may have taken this work. */
  private async wake(): Promise<void> {
    if (!(await this.take(this.id))) await this.begin();
  }

  /** Goes on as work of its own. */
  private async begin(): Promise<void> {
    this.id = newId();
    await this.lock?.take(this.id);
  }

  /** Goes on with earlier work, unless another tab has it. */
  private async take(id: string): Promise<boolean> {
    const isOurs = (await this.lock?.take(id)) ?? false;
    if (isOurs) this.id = id;
    return isOurs;
  }

  private leave(): void {
    void this.save();
    this.lock?.drop();
  }

  private fail(problem: string): void {
    this.problem = problem;
    this.changed();
  }

  private askBeforeClosing(isAsked: boolean): void {
    window.removeEventListener("beforeunload", ask);
    if (isAsked) window.addEventListener("beforeunload", ask);
  }
}

/** Not a secret, so that pages without https have one as well. */
const newId = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

function isSameView({ state: a }: Snapshot, { state: b }: Snapshot): boolean {
  const view = ({ cell, view: range, panel }: typeof a) => JSON.stringify([cell, range, panel]);
  return view(a) === view(b);
}
