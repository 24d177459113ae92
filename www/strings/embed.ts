/** Sentences of the page inside another one, and what that one is told when a message of its cannot be read. */
export const embed = {
  fullPage: "Open in full page",
  local: "Everything runs on this computer; the page around this view can read what it shows.",
  privacy: "Everything runs on this computer; nothing is sent anywhere.",
  hostReads: (origin: string) =>
    `Everything runs on this computer. The page around this frame (${origin}) can read and change what it shows.`,
  badOrigin:
    "The page around this frame receives no messages: “origin” in the frame's address must be an origin such as https://lab.example.",
  badId: "A message needs an “id”: a number, or a text of at most 200 characters.",
  badVersion: (version: number) =>
    `This page speaks version ${version} of the messages: set “cisight” to ${version}.`,
  unknownType:
    "This “type” is not known: use load-sequences, set-genes, set-conditions, set-tf-table, select-cell, get-results or get-track.",
  noText: (field: string) => `The message needs “${field}” as a text.`,
  tooLong: (field: string, most: number) =>
    `“${field}” is too long: at most ${most.toLocaleString("en")} characters are read.`,
  noList: (field: string) =>
    `The message needs “${field}” as a list of texts of at most 200 characters each.`,
  tooMany: (field: string, most: number) =>
    `“${field}” has too many entries: at most ${most.toLocaleString("en")} are read.`,
  tooMuch: (most: number) =>
    `${most} messages are waiting already: send the next one when an earlier one has been answered.`,
  noTrack: "There are no bases to give, as no value is chosen: give a promoter and a condition first.",
  noCell: (promoter: string, condition: string) =>
    `There is no prediction for “${promoter}” in “${condition}”.`,
} as const;
