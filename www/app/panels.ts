/** The views of the chosen value. */
export const panelNames = ["bases", "tfs", "grammar", "filters", "design", "variants"] as const;
export type Panel = (typeof panelNames)[number];
