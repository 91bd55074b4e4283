/** Units of work in a call: all that two versions differ in. In a typed array, which no compiler folds. */
export const units = Int32Array.of(100);
