/** What is loaded once the page stands: keeping the visitor's work, and offering it again. */

import "./features/sessions/kept-work-view";
import { KeptWork } from "./features/sessions/kept-work";
import type { Workbench } from "./app/workbench";

/**
 * @param place - where work is offered again; absent where nothing may be kept.
 * @param hash - what the page's address asked for; absent where what it shows now is the work of the page around.
 */
export function startKeptWork(bench: Workbench, place: string | undefined, hash?: string): KeptWork {
  const work = new KeptWork(bench, place);
  void work.start(hash);
  return work;
}
