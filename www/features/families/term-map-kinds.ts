/** Families in all promoters of the map for the chosen condition, or in all its conditions for the chosen promoter. */
export const termMapKinds = ["promoters", "conditions"] as const;
export type TermMapKind = (typeof termMapKinds)[number];
