import { assertEquals } from "@std/assert";
import { readMegamorphic } from "../../../scripts/result/profile/inline_caches.ts";

const code = (address: string, called: string) =>
  `code-creation,JS,10,24,0x${address},64,${called}:9:17,0x7f,~`;
const access = (at: string, states: string, property: string, kind = "LoadIC") =>
  `${kind},0x${at},30,11,70,${states},0x2c,${property},,`;
const read = (...lines: string[]) =>
  readMegamorphic(lines.join("\n")).map(({ name, property }) => `${name}.${property}`);

Deno.test("readMegamorphic() names the function that contains an access, once", () => {
  assertEquals(
    read(
      code("100", "one file:///a.ts"),
      code("140", " file:///a%20b.ts"),
      access("104", "P,N", "size"),
      access("108", "N,N", "size"),
      access("144", "1,N", "x", "StoreIC"),
      access("144", "1,N", "12", "KeyedLoadIC"),
    ),
    ["one.size", ".x", "."],
  );
});

Deno.test("readMegamorphic() skips accesses with few shapes or without a function", () => {
  assertEquals(
    read(
      code("100", "one file:///a.ts"),
      access("104", "1,P", "size"),
      access("0ff", "P,N", "size"),
      access("140", "P,N", "size"),
    ),
    [],
  );
});

Deno.test("readMegamorphic() uses the latest code at an address", () => {
  assertEquals(
    read(
      code("100", "old file:///a.ts"),
      code("100", "new file:///a.ts"),
      access("104", "P,N", "x"),
    ),
    ["new.x"],
  );
});

Deno.test("readMegamorphic() skips unknown lines", () => {
  const odd = ["", "LoadIC", "LoadIC,0x104,x", "code-creation,JS,10", "😀,N,", "LoadIC,0x10"];
  assertEquals(read(...odd, code("100", "one file:///a.ts"), ...odd), []);
});
