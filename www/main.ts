import { AppElement } from "./components/app";
import { optionsFromAddress, Workbench } from "./state/workbench";
import { restoreTheme } from "./style/theme";

restoreTheme();
const bench = new Workbench(optionsFromAddress(location.search));
void bench.start();

const app = new AppElement();
app.bench = bench;
document.body.append(app);
window.addEventListener("hashchange", () => void bench.followHash());
