import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

/**
 * The layers in the one direction that imports may run (left may not import right). A layer may import itself
 * and every layer before it; `storage` and `feed` are siblings that do not know each other.
 */
const layers = [
  ['errors'],
  ['config'],
  ['contract'],
  ['policy'],
  ['query'],
  ['storage', 'feed'],
  ['pipeline'],
  ['governance'],
  ['resolvers'],
  ['server'],
  ['cli'],
  ['main'],
];

const importPolicies = layers.flatMap((siblings, index) =>
  siblings.map((layer) => ({
    from: { element: { type: layer } },
    allow: { to: { element: { type: [layer, ...layers.slice(0, index).flat()] } } },
  })),
);

export default tseslint.config(
  {
    ignores: ['dist/', 'node_modules/', 'coverage/', '.concordat/', 'test/.artifacts/', '**/__generated__/'],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      // Recurses without end on recursive types such as GraphQL's and zod's (typescript-eslint 8.73.0).
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only: a name that cannot drift.' },
      ],
      'max-lines': ['error', { max: 400 }],
    },
  },
  {
    files: ['src/**/*.ts', 'resolvers/**/*.ts'],
    plugins: { boundaries },
    settings: {
      'import/resolver': { typescript: { alwaysTryTypes: true } },
      'boundaries/elements': [
        { type: 'resolvers', pattern: 'resolvers/**', partialMatch: false },
        ...layers
          .flat()
          .filter((layer) => layer !== 'main' && layer !== 'resolvers')
          .map((layer) => ({ type: layer, pattern: `src/${layer}/**`, partialMatch: false })),
        // Last: what lies in no layer's folder is the composition root.
        { type: 'main', pattern: 'src', partialMatch: false },
      ],
    },
    rules: {
      'boundaries/dependencies': ['error', { default: 'disallow', policies: importPolicies }],
    },
  },
  {
    files: ['src/**/*.ts', 'resolvers/**/*.ts'],
    ignores: ['src/feed/kafka/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [{ group: ['kafkajs', 'kafkajs/*'], message: 'src/feed/kafka alone knows the client.' }],
        },
      ],
    },
  },
  { files: ['*.js'], ...tseslint.configs.disableTypeChecked },
  { files: ['*.js'], rules: { 'no-restricted-syntax': 'off' } },
);
