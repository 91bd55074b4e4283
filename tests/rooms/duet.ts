import { loadTests } from "../helpers/load_tests.ts";

await loadTests("duet");
