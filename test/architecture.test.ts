/** Who may import whom. One table; the house stays a house. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

/** Each room, and the rooms it may import from besides itself. */
const allowed: Record<string, string[]> = {
  'src/math': [],
  'src/random': ['src/math'],
  'src/initializers': ['src/random', 'src/math'],
  'src/data': ['src/random', 'src/math'],
  'src/lab': ['src/data', 'src/random', 'src/math'],
  'src/networks': ['src/lab', 'src/data', 'src/initializers', 'src/random', 'src/math'],
  'src/experiments': ['src/networks', 'src/lab', 'src/data', 'src/initializers', 'src/random', 'src/math'],
  'src/runtime': ['src/experiments', 'src/lab', 'src/data', 'src/random'],
  'src/book': ['src/experiments', 'src/lab', 'src/data', 'src/math', 'content'],
  'src/cli': ['src/book', 'src/runtime', 'src/initializers', 'src/lab', 'src/data', 'src/random'],
  'src/cli.ts': ['src/cli', 'src/runtime', 'src/book', 'src/lab'],
  components: ['src/runtime', 'src/experiments', 'src/book', 'src/lab', 'src/data', 'src/math', 'content'],
  'src/content.config.ts': ['src/book'],
  'src/styles': [],
  'src/layouts': ['components', 'src/book', 'src/lab', 'src/styles'],
  'src/pages': ['components', 'src/layouts', 'src/book', 'src/lab', 'src/styles', 'content'],
};

/** Of a pure room nothing may depend on chance, time or a page. */
const pure = [
  'src/math',
  'src/random',
  'src/initializers',
  'src/data',
  'src/networks',
  'src/lab',
  'src/experiments',
];
const impure =
  /\b(Math\.random|Date\.now|new Date|performance\.now|document\.|window\.|localStorage|fetch\()/;

const files = ['src', 'components'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
    .filter((name) => /\.(ts|tsx|astro)$/.test(name)),
);

const roomOf = (file: string) =>
  Object.keys(allowed)
    .filter((room) => file === room || file.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];

interface Import {
  specifier: string;
  typeOnly: boolean;
}

/** Static and dynamic imports, re-exports, and globs. */
function importsOf(text: string): Import[] {
  const statics = [...text.matchAll(/^\s*(import|export)(\s+type)?\b[^'"();]*?from\s*'([^']+)'/gms)].map(
    ([, , type, specifier]) => ({ specifier, typeOnly: type !== undefined }),
  );
  const others = [
    ...text.matchAll(/(?:^import|\bimport\(|import\.meta\.glob(?:<[^(]*>)?\()\s*'([^']+)'/gm),
  ].map(([, specifier]) => ({ specifier, typeOnly: false }));
  return [...statics, ...others];
}

test('the table knows every file', () => {
  expect(files.length).toBeGreaterThan(20);
  const homeless = files.filter((file) => !roomOf(file));
  expect(homeless).toEqual([]);
});

test('imports point the way the table says', () => {
  const wrong = files.flatMap((file) =>
    importsOf(readFileSync(path.join(root, file), 'utf8'))
      .filter(({ specifier }) => specifier.startsWith('.'))
      .flatMap(({ specifier }) => {
        const target = path.posix.join(path.posix.dirname(file), specifier);
        const from = roomOf(file);
        const to = roomOf(target) ?? target.split('/')[0];
        return to === from || allowed[from]?.includes(to)
          ? []
          : [`${file} imports ${specifier} (${from} → ${to})`];
      }),
  );
  expect(wrong).toEqual([]);
});

test('only the runtime imports TensorFlow.js, and nobody the union', () => {
  const wrong = files.flatMap((file) =>
    importsOf(readFileSync(path.join(root, file), 'utf8'))
      .filter(({ specifier }) => specifier.startsWith('@tensorflow/'))
      .filter(
        ({ specifier, typeOnly }) =>
          specifier === '@tensorflow/tfjs' || !(typeOnly || file.startsWith('src/runtime/')),
      )
      .map(({ specifier }) => `${file} imports ${specifier}`),
  );
  expect(wrong).toEqual([]);
});

test('pure rooms are pure', () => {
  const wrong = files
    .filter((file) => pure.includes(roomOf(file)))
    .filter((file) =>
      impure.test(readFileSync(path.join(root, file), 'utf8').replace(/\/\*.*?\*\/|\/\/.*$/gms, '')),
    );
  expect(wrong).toEqual([]);
});

test('the test itself sees a forbidden import', () => {
  expect(
    importsOf("import { a } from '../runtime/tf.ts';\nimport type { B } from '@tensorflow/tfjs-core';"),
  ).toEqual([
    { specifier: '../runtime/tf.ts', typeOnly: false },
    { specifier: '@tensorflow/tfjs-core', typeOnly: true },
  ]);
});
