// The rules for the web add-in's scripts; what they are built from is in the typings, which TypeScript checks.
export default [
  {
    files: ["**/*.js"],
    languageOptions: {ecmaVersion: 2022, sourceType: "module"},
    linterOptions: {reportUnusedDisableDirectives: "error"},
    rules: {
      "array-callback-return": "error", complexity: ["error", 15], curly: ["error", "multi-line"],
      "default-case-last": "error", eqeqeq: "error", "max-lines": ["error", 300], "no-await-in-loop": "off",
      "no-constructor-return": "error", "no-dupe-args": "error", "no-dupe-keys": "error", "no-eval": "error",
      "no-implied-eval": "error", "no-fallthrough": "error", "no-implicit-globals": "error",
      "no-new-func": "error", "no-param-reassign": "error", "no-promise-executor-return": "off",
      "no-self-compare": "error", "no-shadow": "error", "no-template-curly-in-string": "error",
      "no-throw-literal": "error", "no-unreachable": "error", "no-unused-expressions": "error",
      "no-unused-vars": ["error", {argsIgnorePattern: "^_"}], "no-use-before-define": ["error", {functions: false, classes: false, variables: false}],
      "no-var": "error", "object-shorthand": "error", "prefer-const": "error", "require-atomic-updates": "off",
      "no-restricted-properties": ["error", {property: "innerHTML", message: "Make elements: texts come from cells."}],
    },
  },
];
