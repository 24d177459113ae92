export const offline = {
  appName: "Cisight: promoter responses",
  appShortName: "Cisight",
  appDescription:
    "Predicts how a yeast promoter responds to a cellular condition and shows which bases the prediction rests on, entirely in the browser.",
  storing: "Being stored for use offline…",
  done: "Works offline",
  doneHelp:
    "The page, its default model and its genes are stored in this browser and open without a network; another model is stored once it has been used.",
  full: "Works now, but not offline: this browser has no storage left for it.",
  failed: "Not stored for offline use yet; the next visit tries again.",
  offline: "You are offline. Everything here keeps working.",
  offlineUnstored: "You are offline. What is loaded keeps working; leave this tab open.",
  update: "A new version is ready.",
  useNow: "Use it now",
  later: "Later",
  wouldLoseText:
    "Your own text is too long to be carried over to the new version: save it in a file first, then reload the page.",
} as const;

/** Shown by start-check.js, which is all that runs where the page's script cannot. */
export const startCheck = {
  tooOld:
    "This browser is too old for Cisight. Please open the page in Chrome or Edge 123, Firefox 120, Safari 17.5, or a later version.",
  notStarted:
    "Cisight could not start: its script was not loaded, or this browser is too old for it. Check the connection and reload the page; it needs Chrome or Edge 123, Firefox 120, Safari 17.5, or a later version.",
} as const;
