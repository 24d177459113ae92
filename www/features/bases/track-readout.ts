import { html, nothing } from "lit";
import { decimalsFor, position, signed, unsigned } from "../../strings/format";
import { strings } from "../../strings/index";
import type { Difference } from "../../tracks/difference";
import { baseLetters, type TrackData } from "../../tracks/track-data";

/** What is known of one base, as text for a screen reader. */
export function describeBase(data: TrackData, base: number, difference?: Difference): string {
  const at = position(data.first + base);
  if (!data.computed[base]) return `${at} ${data.letters[base] ?? ""}, ${strings.track.notYet}`;
  const text = strings.track.readout(
    at,
    data.letters[base] ?? "",
    signed(data.importance.values[base] ?? 0, digits(data)),
    changes(data, base).join(", "),
  );
  const said = isConstant(data, base) ? `${text}; ${strings.track.constant}` : text;
  return difference ? `${said}; ${compared(difference, base)}` : said;
}

function isConstant({ constant }: TrackData, base: number): boolean {
  return constant.some(([from, to]) => base >= from && base < to);
}

function compared({ other, difference }: Difference, base: number): string {
  const [there, change] = [other.values[base] ?? 0, difference.values[base] ?? 0];
  return strings.compare.at(other.letters[base] ?? "", there, change);
}

/** What is known of one base, as the line below the plot. */
export function renderReadout(data: TrackData, base: number, difference?: Difference) {
  const where = html`<b>${position(data.first + base)}</b> <b>${data.letters[base] ?? ""}</b>`;
  if (!data.computed[base]) return html`${where} <span>${strings.track.notYet}</span>`;
  return html`${where}
    <span>${strings.track.importance} <b>${signed(data.importance.values[base] ?? 0, digits(data))}</b></span>
    ${changes(data, base).map((change) => html`<span>${change}</span>`)}
    <span>${data.unit}</span
    >${isConstant(data, base) ? html` <span>${strings.track.constant}</span>` : nothing}
    ${difference ? html`<span>${compared(difference, base)}</span>` : nothing}`;
}

function changes(data: TrackData, base: number): string[] {
  return [...baseLetters]
    .map((letter, index) => ({ letter, delta: data.deltas[base * 4 + index] ?? 0 }))
    .filter(({ letter }) => letter !== data.letters[base])
    .map(({ letter, delta }) => strings.track.change(letter, signed(delta, digits(data))));
}

const digits = ({ strongestDelta }: TrackData) => decimalsFor(strongestDelta, 3);

export function renderLegend(data: TrackData) {
  const strongest = unsigned(data.strongestDelta, decimalsFor(data.strongestDelta));
  return html`<div class="legend numbers">
    <p id="convention">
      ${strings.track.convention} ${data.constant.length ? strings.track.constantNote : ""}
      ${data.edited.length ? strings.edits.mark : ""}
    </p>
    <span class="scale">
      ${[...baseLetters].map(
        (letter) =>
          html`<span class="swatch base-${letter.toLowerCase()}" aria-hidden="true"></span>${letter}`,
      )}
    </span>
    <span class="scale">
      <span>${strings.track.deltas} A, C, G, T: −${strongest}</span>
      <span class="ramp" aria-hidden="true"></span> <span>+${strongest} ${data.unit}</span>
    </span>
  </div>`;
}
