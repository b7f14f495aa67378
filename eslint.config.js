import { dirname, join, normalize, relative } from 'node:path';
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import { importRefusal } from './test/architecture/import-table.js';

/** The import table as a rule: see test/architecture/import-table.js. */
const importTable = {
  create(context) {
    const from = relative(import.meta.dirname, context.filename).replaceAll('\\', '/');
    const check = (node) => {
      const specifier = node.source?.value;
      if (typeof specifier !== 'string') return;
      const isPackage = !specifier.startsWith('.');
      const to = isPackage ? specifier : normalize(join(dirname(from), specifier)).replaceAll('\\', '/');
      const why = importRefusal(from, to, isPackage);
      if (why) context.report({ node, message: why });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};

export default ts.config(
  { ignores: ['dist/', 'release/', 'coverage/', 'screenshots/', 'test-results/'] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.node },
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', 'build/*.cjs', 'test/electron/*.mjs'] },
        extraFileExtensions: ['.svelte'],
      },
    },
    plugins: { chartdrop: { rules: { 'import-table': importTable } } },
    rules: {
      'chartdrop/import-table': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // A port's method may be async although one implementation has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      // `== null` checks for null and undefined.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
    },
  },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    // The parser lacks the types of components' callbacks; svelte-check checks them.
    files: ['**/*.svelte'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // These maps and sets are replaced as a whole (`$state.raw`) or are not part of the view's state.
    files: ['renderer/state/**'],
    rules: { 'svelte/prefer-svelte-reactivity': 'off' },
  },
  { files: ['renderer/**'], languageOptions: { globals: { ...globals.browser } } },
  { files: ['test/**'], rules: { 'max-lines': ['error', { max: 500 }] } },
  { files: ['**/*.js', '**/*.mjs', '**/*.cjs'], ...ts.configs.disableTypeChecked },
  // CommonJS, which every Node understands.
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
