// @ts-check
"use strict";
const eslint = require("@eslint/js");
const typescript = require("typescript-eslint");

/** The pure folders: what they make depends on what they are given, and on nothing else. */
const PURE = ["engine/**/*.ts", "platforms/**/*.ts"];
const IMPURE_GLOBALS = [
  "Date",
  "performance",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "crypto",
  "Intl",
  "process",
  "console",
  "fetch",
  "WebSocket",
  "navigator",
  "require",
  "global",
  "globalThis",
  "__dirname",
  "__filename",
];
const PURE_BUILTINS = { "node:crypto": ["createHash"], "node:net": ["isIP", "isIPv4", "isIPv6"] };
const why = "engine/ and platforms/ are pure: pass it in";

const purity = {
  files: PURE,
  rules: {
    "no-restricted-globals": ["error", ...IMPURE_GLOBALS.map((name) => ({ name, message: why }))],
    "no-restricted-properties": [
      "error",
      { object: "Math", property: "random", message: why },
      { property: "localeCompare", message: "sorting must not depend on the machine's locale: compare by code units" },
      { property: "toLocaleString", message: "text must not depend on the machine's locale" },
    ],
    "no-restricted-imports": [
      "error",
      {
        paths: Object.entries(PURE_BUILTINS).map(([name, allowImportNames]) => ({ name, allowImportNames, message: why })),
        // nothing but their own files and those two
        patterns: [
          {
            regex: `^(?!\\.|${Object.keys(PURE_BUILTINS)
              .map((name) => `${name}$`)
              .join("|")})`,
            message: why,
          },
        ],
      },
    ],
  },
};

module.exports = typescript.config(
  { ignores: ["node_modules/", "coverage/", "dist/", ".drover/", "migrations/", "schemas/types/", "schemas/validators/"] },
  eslint.configs.recommended,
  typescript.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "max-len": ["error", { code: 130, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true }],
      "no-constant-condition": ["error", { checkLoops: false }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
    },
  },
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ["**/*.js"],
    languageOptions: { sourceType: "commonjs" },
    // tsc knows the globals of tools/ and bin/ better than a list here would
    rules: { "@typescript-eslint/no-require-imports": "off", "no-undef": "off" },
  },
  {
    // tables of cases and of rules may grow; what has to be understood may not
    files: ["**/*.ts", "**/*.js"],
    ignores: ["test/**", "platforms/*/rules/**", "platforms/*/procedures.ts"],
    rules: { "max-lines": ["error", 300] },
  },
  {
    // a table is read down its columns: one rule, one task a line, however long its sentence is
    files: ["platforms/*/rules/**", "platforms/*/procedures.ts"],
    rules: { "max-len": "off" },
  },
  purity,
);
