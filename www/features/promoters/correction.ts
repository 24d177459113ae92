import type { ReadPromoter, NotedPromoters } from "../../engine/messages";
import { strings } from "../../strings/index";
import { noted, type Message } from "../../state/message";

/** A correction with the names of the promoters it was made in. */
export function correction(shared: NotedPromoters, all: readonly ReadPromoter[]): Message {
  const { code, parameters } = shared.note;
  const promoters = shared.promoters.flatMap((at) => all[at]?.name ?? []);
  const { message } = noted(shared.note);
  return {
    kind: "note",
    code,
    parameters: { ...parameters, promoters },
    message: strings.promoters.correction(promoters, message),
  };
}
