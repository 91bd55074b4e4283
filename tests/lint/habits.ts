/** What this project forbids besides the rules of Deno's own linter. @module */

/** Object literals that are spread into another one: nothing says which of their fields are unknown. */
const noSpreadLiteral: Deno.lint.Rule = {
  create(context) {
    return {
      "ObjectExpression > SpreadElement > ObjectExpression"(node: Deno.lint.ObjectExpression) {
        context.report({
          node,
          message: "An object literal that is spread is not checked for excess properties",
          hint: "Write its properties where it is spread",
        });
      },
    };
  },
};

const plugin: Deno.lint.Plugin = {
  name: "habits",
  rules: { "no-spread-literal": noSpreadLiteral },
};

export default plugin;
