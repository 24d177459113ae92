/** The tracks of a model's other sequences. */
export const otherSequences = {
  title: (name: string) => `Bases of the ${name}`,
  look: (name: string) => `Edit the ${name}`,
  running: (name: string) => `Mutating every base of the ${name}…`,
  cancelled: "The mutagenesis was cancelled.",
  again: "Run it again",
  waiting: "This track follows when the first is done.",
} as const;
