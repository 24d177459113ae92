export const panels = {
  title: "Why, and what if",
  help: "What the chosen value rests on, and what would change it.",
  label: "Views of the chosen value",
  bases: "Bases",
  tfs: "Transcription factors",
  grammar: "Features",
  filters: "Motifs",
  design: "Designer",
  variants: "Variants",
  promoter: "Promoter",
  condition: "Condition",
  output: "Output",
  before: (value: string, change: string) => `was ${value}, change ${change}`,
  wide: (range: string) => `; 90 of 100: ${range}`,
  loading: "Loading…",
  failed: (why: string) =>
    `This view could not be loaded (${why}); check the connection and choose it again.`,
} as const;
