import type { ReadPromoter, PromoterInput } from "../engine/messages";
import { sentence, strings } from "../strings";
import { describe, error, type Message } from "./message";
import { changed } from "./promoter-changes";

/** A variant as two sequences that a model can read. */
export interface Variant {
  name: string;
  reference: string;
  alternative: string;
}

export interface ReadVariants {
  variants: Variant[];
  messages: Message[];
}

interface Line {
  /** From 1. */
  line: number;
  text: string;
}

const headings = ["name", "reference", "alternative"] as const;

function linesOf(text: string): Line[] {
  return text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\r|\n/)
    .map((line, at) => ({ line: at + 1, text: line }))
    .filter((line) => line.text.trim() && !line.text.startsWith("#"));
}

/** Whether a text is a table of sequences; otherwise its lines are changes of a promoter. */
export function isVariantTable(text: string): boolean {
  const first = text.split(/\r\n|\r|\n/).find((line) => line.trim() && !line.startsWith("#")) ?? "";
  return first.trim().includes("\t") || /^"?name\b/i.test(first);
}

/** Reads lines of changes: a variant each, of one promoter. */
export function readChanges(text: string, promoter: { name: string; sequence: string }): ReadVariants {
  const [variants, messages]: [Variant[], Message[]] = [[], []];
  for (const { line, text: changes } of linesOf(text))
    try {
      const alternative = changed(promoter, changes);
      variants.push({ name: changes.trim(), reference: promoter.sequence, alternative });
    } catch (reason) {
      messages.push(error(strings.variants.change(line, describe(reason))));
    }
  return { variants, messages };
}

/** Reads a table of sequences; `read` makes of sequences what the model predicts for, as it does for those of the visitor. */
export async function readVariantTable(
  text: string,
  read: (fasta: string) => Promise<PromoterInput>,
): Promise<ReadVariants> {
  const [head, ...lines] = linesOf(text);
  const columns = fieldsOf(head?.text ?? "");
  const where = headings.map((heading) => columns.indexOf(heading));
  if (where.includes(-1)) return { variants: [], messages: [error(strings.variants.headings)] };
  const messages: Message[] = [];
  const rows = lines.flatMap(({ line, text: whole }) => {
    const fields = fieldsOf(whole, false);
    const [name = "", reference = "", alternative = ""] = where.map((at) => fields[at]);
    const missing = headings.find((_, at) => !fields[where[at] ?? -1]);
    if (missing) messages.push(error(strings.variants.fields(line, missing)));
    return missing ? [] : [{ line, name, reference, alternative }];
  });
  // A reference is often that of many variants: each sequence is read once.
  const distinct = [...new Set(rows.flatMap(({ reference, alternative }) => [reference, alternative]))];
  const { promoters, problems } = await read(distinct.map((bases, at) => `>${at}\n${bases}`).join("\n"));
  const found = new Map(promoters.map((promoter): [string, ReadPromoter] => [promoter.name, promoter]));
  const wrong = new Map(problems.map(({ name, message }) => [name, sentence(message)]));
  const indices = new Map(distinct.map((bases, at) => [bases, String(at)]));
  const variants = rows.flatMap(({ line, name, ...sequences }) => {
    const [reference, alternative] = (["reference", "alternative"] as const).map((which) => {
      const index = indices.get(sequences[which]) ?? "";
      const known = found.get(index)?.sequence;
      const why = wrong.get(index) ?? strings.variants.noSequence;
      if (known === undefined) messages.push(error(strings.variants.sequence(line, name, which, why)));
      return known;
    });
    return reference !== undefined && alternative !== undefined ? [{ name, reference, alternative }] : [];
  });
  return { variants, messages };
}

/** Headings in any case, as spreadsheets write them. */
function fieldsOf(line: string, isHead = true): string[] {
  const fields = line.split("\t").map((field) => field.trim().replace(/^"(.*)"$/, "$1"));
  return isHead ? fields.map((field) => field.toLowerCase()) : fields;
}
