/** A motif on its way into a promoter. */
export interface CarriedMotif {
  name: string;
  bases: string;
}

const type = "application/x-cisight-motif";
/** What is carried over a plot can be read only when it is dropped; its length is needed before. */
let carried: CarriedMotif | undefined;

export function carryMotif(transfer: DataTransfer, motif: CarriedMotif): void {
  carried = motif;
  transfer.effectAllowed = "copy";
  transfer.setData(type, motif.name);
  transfer.setData("text/plain", motif.bases);
}

interface DropTarget {
  element: HTMLElement;
  length: () => number;
  baseAt: (clientX: number) => number;
  /** Where the motif would come to stand; nothing when it has left. */
  hover: (stretch: { from: number; to: number } | undefined) => void;
  drop: (motif: CarriedMotif, from: number) => void;
}

/** Lets motifs be dropped on a plot. */
export function acceptMotifs({ element, length, baseAt, hover, drop }: DropTarget): void {
  const placeOf = (event: DragEvent) => {
    if (!carried || !event.dataTransfer?.types.includes(type)) return undefined;
    const from = Math.min(length() - carried.bases.length, Math.floor(baseAt(event.clientX)));
    return from < 0 ? undefined : { motif: carried, from };
  };
  element.addEventListener("dragover", (event) => {
    const place = placeOf(event);
    if (!place) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    hover({ from: place.from, to: place.from + place.motif.bases.length });
  });
  element.addEventListener("dragleave", () => hover(undefined));
  element.addEventListener("drop", (event) => {
    const place = placeOf(event);
    hover(undefined);
    carried = undefined;
    if (!place) return;
    event.preventDefault();
    drop(place.motif, place.from);
  });
}
