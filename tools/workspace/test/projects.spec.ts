import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projects, readText, root } from './workspace-files';

const owners = readText('.github/CODEOWNERS')
  .split('\n')
  .filter((line) => line.trim() !== '' && !line.startsWith('#'))
  .map((line) => line.split(/\s+/))
  .map(([pattern = '', ...who]) => ({ pattern, who }));

describe.each(projects())('project $name', (project) => {
  it('says what it is and whose it is, once each', () => {
    const kinds = project.tags.filter((tag) => tag.startsWith('type:'));
    const scopes = project.tags.filter((tag) => tag.startsWith('scope:'));
    expect(kinds).toHaveLength(1);
    expect(['type:app', 'type:lib', 'type:infra', 'type:tool']).toContain(kinds[0]);
    expect(scopes).toHaveLength(1);
    expect(['scope:server', 'scope:proxy', 'scope:shared', 'scope:platform', 'scope:network']).toContain(
      scopes[0],
    );
  });

  it('has an owner of its own in CODEOWNERS', () => {
    const line = owners.find(({ pattern }) => pattern === `/${project.root}/`);
    expect(line?.who).toContainEqual(expect.stringMatching(/^@[\w-]+\/[\w-]+$/));
  });

  it('is type-checked', () => {
    expect(project.targets).toHaveProperty('typecheck');
  });
});

it('names no owner of a folder that is not there', () => {
  const gone = owners.filter(({ pattern }) => pattern !== '*' && !existsSync(join(root, pattern)));
  expect(gone).toEqual([]);
});
