import { ownLength } from './test/architecture/own-length.js';
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

/** A domain field that may be missing is null; code would forget to check for an empty text. */
const noEmptySentinel = {
  selector:
    "BinaryExpression[operator=/^[!=]==$/][right.value=''] > MemberExpression.left[property.name=/^(name|path|uploadUrl|dateOfBirth|sha256|id|patientId|caseId|attachmentId|folderId|description)$/]",
  message: 'An empty text is no sentinel: say by the type that the field may be null.',
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
        projectService: { allowDefaultProject: ['*.js', 'build/*.cjs', 'test/hosts/electron/*.mjs'] },
        extraFileExtensions: ['.svelte'],
      },
    },
    plugins: { chartdrop: { rules: { 'import-table': importTable, 'own-length': ownLength } } },
    rules: {
      'chartdrop/import-table': 'error',
      'chartdrop/own-length': ['error', 80],
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
      'no-restricted-syntax': ['error', noEmptySentinel],
      // Its index makes each build and test compile all of its 1,600 icons.
      'no-restricted-imports': [
        'error',
        { name: '@lucide/svelte', message: 'Import the icon itself: @lucide/svelte/icons/NAME.' },
      ],
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
    // These maps and sets are replaced completely (`$state.raw`) or are not part of the view's state.
    files: ['renderer/state/**'],
    rules: { 'svelte/prefer-svelte-reactivity': 'off' },
  },
  { files: ['renderer/**'], languageOptions: { globals: { ...globals.browser } } },
  {
    // The assembly: each part uses only the parts above it.
    files: ['main/core/**', 'main/scans/scans.ts', 'main/scans/pipeline.ts', 'main/uploads/uploads.ts'],
    rules: {
      '@typescript-eslint/no-use-before-define': [
        'error',
        { functions: false, typedefs: false, ignoreTypeReferences: true },
      ],
    },
  },
  // Converts the values of older versions and the service's empty texts to null.
  { files: ['main/jobs/store/read-job.ts', 'main/clinic/**'], rules: { 'no-restricted-syntax': 'off' } },
  // Tables and scenes of tests are long, and read from top to bottom.
  {
    files: ['test/**'],
    rules: {
      'max-lines': ['error', { max: 500 }],
      'chartdrop/own-length': ['error', 160],
      // One process runs many test files, which share their modules: an earlier file may have loaded the real one.
      'no-restricted-properties': [
        'error',
        ...['mock', 'doMock', 'resetModules'].map((property) => ({
          object: 'vi',
          property,
          message: 'Pass a replacement to the function under test: files of tests share their modules.',
        })),
      ],
    },
  },
  { files: ['**/*.js', '**/*.mjs', '**/*.cjs'], ...ts.configs.disableTypeChecked },
  // CommonJS, which every Node understands.
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
