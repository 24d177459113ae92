import type { Ask } from "./messages";

/** Samples and edits that one message asks for: some tenths of a second's work on one core. */
const mostPerPart = 120;

interface EditPart {
  ask: Ask<"edits">;
  /** Where its results belong. */
  firstSample: number;
  firstEdit: number;
}

/** Parts of whole samples, each with its edits; a sample with very many is one of its own. */
export function editParts({ samples, counts, places, codes, ...rest }: Ask<"edits">): EditPart[] {
  const parts: EditPart[] = [];
  const start = { sample: 0, edit: 0, code: 0 };
  const at = { ...start };
  const cut = () => {
    parts.push({
      ask: {
        ...rest,
        samples: samples.slice(start.sample, at.sample),
        counts: counts.slice(start.sample, at.sample),
        places: places.slice(3 * start.edit, 3 * at.edit),
        codes: codes.slice(start.code, at.code),
      },
      firstSample: start.sample,
      firstEdit: start.edit,
    });
    Object.assign(start, at);
  };
  for (const count of counts) {
    const size = at.sample - start.sample + at.edit - start.edit;
    if (size > 0 && size + 1 + count > mostPerPart) cut();
    for (const end = at.edit + count; at.edit < end; at.edit++) at.code += places[3 * at.edit + 2] ?? 0;
    at.sample++;
  }
  if (at.sample > start.sample) cut();
  return parts;
}
