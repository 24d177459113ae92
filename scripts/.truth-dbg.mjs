import { chromium } from "@playwright/test";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args:["--no-sandbox"] });
const p = await b.newPage();
const t0=Date.now();
for (const ev of ["request","requestfinished","requestfailed"]) p.on(ev, r => console.log(Date.now()-t0, ev, r.url().slice(21,110), ev==="requestfailed"? r.failure()?.errorText:""));
p.on("console", m => console.log(Date.now()-t0,"console", m.text()));
p.on("pageerror", e => console.log(Date.now()-t0,"pageerror", e.stack));
p.on("worker", w => console.log(Date.now()-t0,"worker"));
await p.goto(process.argv[2], {waitUntil:"commit"});
for (let i=0;i<6;i++){ await p.waitForTimeout(7000); console.log(Date.now()-t0, JSON.stringify(await p.evaluate(()=>{const a=document.querySelector("cisight-app"); return a? [a.bench.phase, a.bench.predictions.gridProgress, performance.getEntriesByType("mark").map(m=>m.name+Math.round(m.startTime))] : document.body.innerHTML.slice(0,300)}))); }
await b.close();
