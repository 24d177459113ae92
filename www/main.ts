import { AppElement } from "./components/app";
import { putBack } from "./offline/carry-over";
import { startOffline } from "./offline/start";
import { optionsFromAddress, Workbench } from "./state/workbench";
import { restoreTheme } from "./style/theme";

restoreTheme();
const bench = new Workbench(optionsFromAddress(location.search));
putBack(bench);
void bench.start();

const app = new AppElement();
app.bench = bench;
app.offline = startOffline(bench);
document.body.append(app);
window.addEventListener("hashchange", () => void bench.followHash());
