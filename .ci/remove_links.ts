// Takes the links to the local stand-ins out of deno.json, so that @std comes from JSR.
const config = JSON.parse(await Deno.readTextFile("deno.json"));
if (!Array.isArray(config.links)) throw new Error("deno.json has no links to remove");
delete config.links;
await Deno.writeTextFile("deno.json", `${JSON.stringify(config, null, 2)}\n`);
