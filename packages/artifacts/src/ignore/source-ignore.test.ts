import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { sourceIgnoreFilter } from '@flux19/artifacts';

/** The paths that stay. */
function kept(paths: readonly string[], files: Readonly<Record<string, string>>, extra?: string): string[] {
  const isIgnored = sourceIgnoreFilter(new Map(Object.entries(files)), extra);
  return paths.filter((path) => !isIgnored(path, false));
}

suite('sourceIgnoreFilter', () => {
  test('leaves out images, archives, CI and version control when nobody says anything', () => {
    const paths = [
      'app.yaml',
      'logo.png',
      '.github/ci.yaml',
      'deep/.sops.yaml',
      '.gitmodules',
      'chart.tar.gz',
      'a.jpg',
    ];
    assert.deepEqual(kept(paths, {}), ['app.yaml']);
  });

  test('excludes only version control as soon as there is a pattern', () => {
    const paths = ['app.yaml', 'logo.png', '.gitignore', 'notes.md'];
    assert.deepEqual(kept(paths, { '.sourceignore': '*.md' }), ['app.yaml', 'logo.png']);
    assert.deepEqual(kept(paths, {}, '*.md'), ['app.yaml', 'logo.png']);
  });

  test('keeps the defaults when the files hold comments only', () => {
    assert.deepEqual(kept(['logo.png', 'a'], { '.sourceignore': '# nothing\n\n' }), ['a']);
  });

  test('applies a file to its own folder only', () => {
    const paths = ['a/x.md', 'b/x.md', 'x.md'];
    assert.deepEqual(kept(paths, { 'a/.sourceignore': '*.md' }), ['b/x.md', 'x.md']);
  });

  test('lets the last pattern decide: the spec after the files, a folder after those above it', () => {
    const paths = ['a/x.md', 'b/x.md'];
    assert.deepEqual(kept(paths, { '.sourceignore': '*.md', 'b/.sourceignore': '!*.md' }), ['b/x.md']);
    assert.deepEqual(kept(paths, { '.sourceignore': '*.md' }, '!a/'), ['a/x.md']);
  });

  test('includes a folder again after everything was excluded, unlike git', () => {
    const paths = ['deploy/app.yaml', 'src/main.ts', 'README.md'];
    assert.deepEqual(kept(paths, {}, '/*\n!/deploy'), ['deploy/app.yaml']);
    assert.deepEqual(kept(paths, {}, 'deploy/\n!deploy/app.yaml'), ['deploy/app.yaml', 'src/main.ts', 'README.md']);
  });

  test('reads files with Windows line endings', () => {
    assert.deepEqual(kept(['a.md', 'b'], { '.sourceignore': '*.md\r\n' }), ['b']);
  });
});
