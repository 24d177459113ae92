import { pageAssets } from "./engine/page-assets";
import { putBack } from "./offline/carry-over";
import { startOffline } from "./offline/start";
import { openPage } from "./open-page";

// From here on the page asks for its files itself (preload.js).
performance.mark("cisight:page");
const app = openPage(pageAssets, putBack);
app.offline = startOffline(app.bench);
