import { chromium } from "@playwright/test";
const [,, url, out, w="1280", h="900", scheme="light", pdf] = process.argv;
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args:["--no-sandbox"] });
const p = await b.newPage({ viewport:{width:+w,height:+h}, colorScheme: scheme });
p.on("console", m => m.type()==="error" && console.log("console", m.text()));
p.on("pageerror", e => console.log("pageerror", e.message));
p.on("requestfailed", r => console.log("failed", r.url()));
await p.goto(url);
try { await p.getByRole("grid").getByRole("gridcell").first().waitFor({timeout:60000}); } catch (e) { await p.screenshot({path: out}); console.log(await p.locator("cisight-app").innerText()); await b.close(); process.exit(1);}
await p.getByRole("slider",{name:/Mutagenesis track/}).waitFor({timeout:120000});
await p.getByText(/mutants in .* on CPU/).first().waitFor({timeout:120000});
if (pdf) await p.pdf({ path: out, format:"A4", printBackground:true, margin:{top:"1cm",bottom:"1cm",left:"1cm",right:"1cm"} });
else await p.screenshot({ path: out, fullPage:true });
await b.close();
