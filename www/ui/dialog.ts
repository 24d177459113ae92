import { css, html, nothing, type TemplateResult } from "lit";
import { strings } from "../strings/index";

/** The frame of a window over the page: a heading, a button that closes it, and a body that scrolls. */
export const dialogFrame = css`
  dialog {
    width: min(44rem, calc(100vw - 1.5rem));
    max-height: calc(100dvh - 2rem);
    padding: 0;
    color: var(--text);
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: 10px;
    overflow: hidden;
  }
  dialog.wide {
    width: min(52rem, calc(100vw - 1.5rem));
  }
  /* A frame may be much taller than the screen: there it opens where its button is. */
  dialog.low {
    margin-block: auto 1rem;
    max-height: min(40rem, calc(100dvh - 3rem));
  }
  dialog[open] {
    display: flex;
    flex-direction: column;
  }
  dialog::backdrop {
    background: #0b101699;
  }
  .head {
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: 0.75rem;
    padding: 0.75rem 1.25rem;
    border-block-end: 1px solid var(--line);
  }
  .body {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
    overflow: auto;
    padding: 0.875rem 1.25rem 1.25rem;
    overflow-wrap: anywhere;
  }
  .body:focus-visible {
    outline-offset: -2px;
  }
  @media (max-width: 30rem) {
    .head,
    .body {
      padding-inline: 0.875rem;
    }
  }
`;

interface Dialog {
  heading: string;
  body: TemplateResult | string | typeof nothing;
  /** "wide" for text to read, "low" where the page may be much taller than the screen. */
  kinds?: readonly ("wide" | "low" | false)[];
  /** Whether a click beside it closes it: only where nothing that was typed could be lost. */
  isDismissible?: boolean;
  /** It was closed, however that was done. */
  closed?: () => void;
}

/** A window that whoever draws it opens with `showModal`, and finds by its name. */
export function renderDialog({ heading, body, kinds = [], isDismissible, closed }: Dialog) {
  return html`<dialog
    class=${kinds.filter(Boolean).join(" ")}
    aria-labelledby="title"
    @click=${isDismissible ? closeBeside : nothing}
    @close=${closed ?? nothing}
    @dragover=${swallow}
    @drop=${swallow}
  >
    <div class="head">
      <h2 id="title">${heading}</h2>
      <button @click=${close}>${strings.files.close}</button>
    </div>
    <div class="body" tabindex="0" role="region" aria-labelledby="title">${body}</div>
  </dialog>`;
}

function close(event: Event): void {
  (event.currentTarget as Element).closest("dialog")?.close();
}

function closeBeside(event: MouseEvent): void {
  if (event.target === event.currentTarget) (event.currentTarget as HTMLDialogElement).close();
}

/** A file that misses its place must not take the page's. */
function swallow(event: DragEvent): void {
  if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
}
