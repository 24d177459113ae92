/** Why a checkpoint is refused, in one sentence for the visitor. */
export class CheckpointError extends Error {
  override readonly name = "ModelError";
}
