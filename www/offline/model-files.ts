/** The address of any file of a model. The default one's are stored with the page; another one's once it was used. */
export const modelFile = /\/models\/[^/]+\/[^/]+$/;
