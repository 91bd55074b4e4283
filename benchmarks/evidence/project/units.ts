/**
 * Units of work in a call, the only difference between two versions. No compiler folds a typed
 * array.
 */
export const units = Int32Array.of(100);
