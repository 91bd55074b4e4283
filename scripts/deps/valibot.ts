export * from "npm:valibot@1.5.0";
