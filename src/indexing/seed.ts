/** Any fixed number: the same archive gives the same sample, space and pairs. */
export const SEED = 20_251_123;
