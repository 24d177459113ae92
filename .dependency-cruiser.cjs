// Which folder of the page may import which; `npm run borders` checks it, `npm run borders -- --output-type text` prints the whole graph.
const rooms = (...names) => `^www/(${names.join("|")})/`;

/** Whatever is in one of the folders may import nothing of the others that are named. */
const keeps = (name, from, to) => ({ name, severity: "error", from: { path: from }, to: { path: to } });

module.exports = {
  forbidden: [
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    keeps("engine-knows-no-page", rooms("engine", "worker"), rooms("app", "embed", "state", "ui", "tracks", "offline", "store", "style")),
    keeps("store-is-a-leaf", rooms("store"), rooms("app", "embed", "features", "state", "ui", "tracks", "offline", "style", "worker")),
    keeps("state-has-no-dom", rooms("state"), `${rooms("app", "embed", "features", "ui", "tracks", "offline", "store", "style", "worker")}|^node_modules/lit/`),
    keeps("ui-knows-no-feature", rooms("ui", "style"), rooms("app", "embed", "features", "tracks", "offline", "store", "worker")),
    keeps("drawing-knows-no-component", rooms("tracks"), rooms("app", "embed", "ui", "offline", "store", "worker")),
    keeps("features-know-no-host", rooms("features"), rooms("embed", "offline", "worker")),
    keeps("workers-are-started-not-imported", "^www/(?!worker/|engine/embedded-assets)", rooms("worker")),
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    // Imports of types count.
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^pkg/" },
  },
};
