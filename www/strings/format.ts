import { holdsNought, intervalsOf } from "../engine/intervals";
import type { Calibration, Interval, Intervals } from "../engine/messages";

/** Numbers as they are shown: a true minus sign, and as many digits as mean something. */

// Beyond these a power of ten is easier to read.
const mostDecimals = 6;

export function signed(value: number, digits = 2): string {
  const text = fixed(Math.abs(value), digits);
  if (Number(text) === 0) return text;
  return (value < 0 ? "\u2212" : "+") + withMinus(text);
}

export function unsigned(value: number, digits = 2): string {
  return withMinus(fixed(value, digits));
}

function fixed(value: number, digits: number): string {
  if (digits <= mostDecimals || value === 0) return value.toFixed(Math.min(digits, mostDecimals));
  return value.toExponential(1);
}

const withMinus = (text: string) => text.replaceAll("-", "\u2212");

/** The usual decimals for values of which the largest is about 1; more where it would have fewer than two digits, fewer where it has many. */
export function decimalsFor(largest: number, usual = 2): number {
  if (!(largest > 0 && largest < Infinity)) return usual;
  const exponent = Math.floor(Math.log10(largest));
  if (exponent >= 2) return Math.max(0, usual + 1 - exponent);
  return exponent < -1 ? usual - 1 - exponent : usual;
}

/** How the responses of one model are written. */
export class Figures {
  /** `isRelative`: whether a response is relative to a reference, so that its sign says something; `largest`: the largest of them by size. */
  constructor(
    readonly isRelative: boolean,
    private readonly largest: number,
    /** Where measured values lie around predictions, by output. */
    private readonly calibrations: readonly (Calibration | undefined)[] = [],
    /** Whether a response is a probability, whose scale is known before any is. */
    readonly isProbability = false,
  ) {}

  response(value: number, usual = 2): string {
    const digits = decimalsFor(this.largest, usual);
    return this.isRelative ? signed(value, digits) : unsigned(value, digits);
  }

  /** A difference of responses, which always has a sign. */
  change(value: number, usual = 2): string {
    return signed(value, decimalsFor(this.largest, usual));
  }

  /** Where the measured value of a response is to be expected, where that is known. */
  intervals(response: number, spread: number, output = 0): Intervals | undefined {
    return intervalsOf(this.calibrations[output], response, spread);
  }

  /** "+0.12 to +1.40" */
  range({ lower, upper }: Interval): string {
    // What is measured of a probability lies between 0 and 1, however wide the error is.
    const within = (end: number) => (this.isProbability ? Math.min(1, Math.max(0, end)) : end);
    return to(this.response(within(lower)), this.response(within(upper)));
  }

  /** The same of a difference, whose ends always have a sign. */
  changeRange({ lower, upper }: Interval, usual = 2): string {
    return to(this.change(lower, usual), this.change(upper, usual));
  }

  /** Whether the sign of a response is not known: nought lies where its measured value is to be expected. */
  isUnsure(response: number, spread: number, output = 0): boolean {
    const known = this.isRelative ? this.intervals(response, spread, output) : undefined;
    return known !== undefined && holdsNought(known.likely);
  }

  /** " (+0.12 to +1.40)", or " ± 0.40" where that is not calibrated; nothing where the model knows no spread. */
  error(response: number, spread: number, output = 0): string {
    const known = this.intervals(response, spread, output);
    if (known) return ` (${this.range(known.likely)})`;
    return spread > 0 ? ` ± ${unsigned(spread, decimalsFor(this.largest))}` : "";
  }
}

const to = (lower: string, upper: string) => `${lower} to ${upper}`;

/** A position as it is written: -1 is the base before the anchor and 0 the one behind it, which is called 1. */
export function position(value: number): string {
  return value < 0 ? `\u2212${-value}` : String(value + 1);
}

/** The same number as files have it. */
export function plainPosition(value: number): number {
  return value < 0 ? value : value + 1;
}

/** "log2 ratio" of "log2 ratio to the reference sample": a unit where there is little room. */
export function shortUnit(unit: string): string {
  return unit.replace(/ (relative )?to .*$/, "");
}

export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** "14:05", or "24 Nov, 14:05" on another day. */
export function timeOf(milliseconds: number): string {
  const [then, now] = [new Date(milliseconds), new Date()];
  const time = then.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (then.toDateString() === now.toDateString()) return time;
  return `${then.toLocaleDateString("en-GB", { day: "numeric", month: "short" })}, ${time}`;
}
