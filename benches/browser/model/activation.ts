/** Non-linearities, named as in manifests. */
export type Activation = "relu" | "elu" | "gelu" | "silu";
