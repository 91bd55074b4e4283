import { assertEquals } from "@std/assert";
import { readTarget } from "../../../scripts/result/import/formats/cargo.ts";

for (
  const [line, file, crate] of [
    ["     Running benches/a.rs (target/release/deps/a-1a2b3c4d5e6f7a8b)", "benches/a.rs", "a"],
    [
      "Running unittests src/lib.rs (target/debug/deps/shop_a-1a2b3c4d5e6f7a8b)",
      "src/lib.rs",
      "shop_a",
    ],
    [
      "     Running benches\\a.rs (C:\\my target\\deps\\a-1a2b3c4d5e6f7a8b.exe)",
      "benches/a.rs",
      "a",
    ],
    ["     Running target/release/deps/a-b-1a2b3c4d5e6f7a8b", null, "a-b"],
    ["Running unittests (target/release/deps/shop-1a2b3c4d5e6f7a8b)", null, "shop"],
    ["Running benches/a b.rs (/p (1)/deps/a-1a2b3c4d5e6f7a8b)", "benches/a b.rs", "a"],
    ["     Running `/p/target/release/deps/a-1a2b3c4d5e6f7a8b --bench`", null, "a"],
  ] as const
) {
  Deno.test(`readTarget() recognises the binary in ${line}`, () => {
    assertEquals(readTarget(line), { file, crate, binary: `${crate}-1a2b3c4d5e6f7a8b` });
  });
}

for (
  const line of [
    "",
    "     Running",
    "running 3 tests",
    "     Running tests",
    "     Running job (build-1a2b3c4d)",
    "     Running `rustc --crate-name a -C extra-filename=-1a2b3c4d5e6f7a8b`",
    "Not Running target/release/deps/a-1a2b3c4d5e6f7a8b",
  ]
) {
  Deno.test(`readTarget() finds no binary in ${JSON.stringify(line)}`, () => {
    assertEquals(readTarget(line), null);
  });
}
