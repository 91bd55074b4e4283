import { loadTests } from "../helpers/load_tests.ts";

await loadTests(
  "command",
  "constants",
  "deps",
  "docs",
  "evidence",
  "fuzz",
  "helpers",
  "init",
  "lint",
  "peers",
  "system",
);
