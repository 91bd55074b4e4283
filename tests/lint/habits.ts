/** The rules of this project in addition to those of Deno's linter. @module */

/** The type checker does not check the properties of such a literal against the outer type. */
const noSpreadLiteral: Deno.lint.Rule = {
  create(context) {
    return {
      "ObjectExpression > SpreadElement > ObjectExpression"(node: Deno.lint.ObjectExpression) {
        context.report({
          node,
          message: "A spread object literal is not checked for excess properties",
          hint: "Write its properties in the outer literal",
        });
      },
    };
  },
};

/** Methods of strings that search for something. */
const LOOKING = new Set([
  "endsWith",
  "includes",
  "indexOf",
  "match",
  "matchAll",
  "replace",
  "replaceAll",
  "search",
  "startsWith",
]);

/** Returns the method of a call and its object, or null for other calls. */
function methodOf({ callee }: Deno.lint.CallExpression) {
  const member = callee.type === "ChainExpression" ? callee.expression : callee;
  if (member.type !== "MemberExpression" || member.property.type !== "Identifier") return null;
  return { name: member.property.name, object: member.object };
}

/** Returns whether a value is a message, or derived from one. */
function isMessage(node: Deno.lint.Node): boolean {
  switch (node.type) {
    case "Identifier":
      return node.name === "message";
    case "MemberExpression":
      return node.property.type === "Identifier" && node.property.name === "message";
    case "ChainExpression":
    case "TSNonNullExpression":
      return isMessage(node.expression);
    case "ConditionalExpression":
      return isMessage(node.consequent) || isMessage(node.alternate);
    case "LogicalExpression":
      return isMessage(node.left) || isMessage(node.right);
    case "CallExpression":
      return isMessage(methodOf(node)?.object ?? node.callee);
    default:
      return false;
  }
}

/**
 * Returns whether a value is a string, rather than `null`, `undefined` or the result of another
 * call.
 */
function isText(node: Deno.lint.Node): boolean {
  return node.type === "TemplateLiteral" ||
    (node.type === "Literal" && typeof node.value === "string") ||
    (node.type === "Identifier" && /^[A-Z_]+$/.test(node.name));
}

/** Tests check messages, and their framework has a function `describe()`. */
function isTest(file: string): boolean {
  return /(?:^|[/\\])tests[/\\]/.test(file);
}

/** Messages are for people and may change: programs act on a code, a kind or a class. */
const noMessageMatching: Deno.lint.Rule = {
  create(context) {
    const report = (node: Deno.lint.Node) =>
      context.report({
        node,
        message: "An error is recognised by its message, which is for people",
        hint:
          "Give it a code, a kind or a class; put messages of other programs into foreign_words.ts",
      });
    if (isTest(context.filename)) return {};
    return {
      CallExpression(node) {
        const method = methodOf(node);
        if (method === null) return;
        const { name, object } = method;
        const searched = LOOKING.has(name)
          ? object
          : ["exec", "test"].includes(name)
          ? node.arguments[0]
          : undefined;
        if (searched !== undefined && isMessage(searched)) report(node);
      },
      BinaryExpression(node) {
        const { operator, left, right } = node;
        if (!/^[!=]==?$/.test(operator)) return;
        if ((isMessage(left) && isText(right)) || (isText(left) && isMessage(right))) report(node);
      },
      SwitchStatement(node) {
        if (isMessage(node.discriminant)) report(node);
      },
    };
  },
};

/** Returns whether a type is text: a string, a list of strings, or either or null. */
function isOfWords(type: Deno.lint.TypeNode): boolean {
  switch (type.type) {
    case "TSStringKeyword":
    case "TSNullKeyword":
      return true;
    case "TSArrayType":
      return isOfWords(type.elementType);
    case "TSTypeOperator":
      return type.typeAnnotation !== undefined && isOfWords(type.typeAnnotation);
    case "TSUnionType":
      return type.types.every(isOfWords);
    default:
      return false;
  }
}

/** Such a name promises text, without side effects or decisions. */
const describeMakesWords: Deno.lint.Rule = {
  create(context) {
    if (isTest(context.filename)) return {};
    return {
      FunctionDeclaration(node) {
        const { id, returnType } = node;
        if (id === null || !/^describe(?:[A-Z]|$)/.test(id.name)) return;
        if (returnType !== undefined && isOfWords(returnType.typeAnnotation)) return;
        context.report({
          node: id,
          message: "A function named describe returns something other than text",
          hint: "Name it after what it makes, or declare that it returns a string",
        });
      },
    };
  },
};

const plugin: Deno.lint.Plugin = {
  name: "habits",
  rules: {
    "no-spread-literal": noSpreadLiteral,
    "no-message-matching": noMessageMatching,
    "describe-makes-words": describeMakesWords,
  },
};

export default plugin;
