// Rules for the scripts of the page and the scripts that build them.
import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    rules: {
      complexity: ["error", 14],
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "max-lines": ["error", { max: 250, skipComments: true, skipBlankLines: true }],
      "no-param-reassign": "off",
      "no-shadow": ["error", { builtinGlobals: false }],
      "no-unused-vars": ["error", { caughtErrors: "none" }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  { files: ["assets/src/**"], languageOptions: { globals: globals.browser } },
  { files: ["tests/js/**", "tools/**", "*.config.js"], languageOptions: { globals: globals.node } },
];
