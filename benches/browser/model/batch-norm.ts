/** What a batch norm holds, under PyTorch's names. */
export const batchNormParts = ["weight", "bias", "running_mean", "running_var"] as const;

/** PyTorch's default. */
export const batchNormEpsilon = 1e-5;
