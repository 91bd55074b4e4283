/**
 * benchline measures, keeps and judges benchmark results.
 *
 * @module
 */
export { annotated, type AnnotatedDefinition, type Work } from "./scripts/measure/annotated.ts";
