import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listRuleSets } from '../releases/rules-folder.js';
import { withDesk } from './open-desk.js';
import { EXIT, type Output } from './output.js';

/**
 * `ratecard pull DIR`: writes the release in force to disk, byte for byte as it was released. What is there already and
 * is not the same is left alone, unless it is told to be replaced.
 */
export async function pull(
  folder: string,
  number: number | undefined,
  force: boolean,
  env: NodeJS.ProcessEnv,
  output: Output,
): Promise<number> {
  return withDesk(env, output, async ({ releases }) => {
    const release = await releases.load(number ?? releases.current.number);
    const wanted = new Map(release.files.map(({ path, text }) => [path.replace(/^rules\//, ''), text]));
    const there = existsSync(folder) ? listRuleSets(folder) : [];
    const other = there.filter((name) => wanted.get(name) !== readFileSync(join(folder, name), 'utf8'));
    if (other.length > 0 && !force) {
      output.err.write(
        `ratecard: ${folder} holds rule sets that release ${release.number} has not, or not so:\n${other.map((name) => `  ${name}\n`).join('')}` +
          'Propose them with `ratecard apply`, or replace them with --force. Nothing was written.\n',
      );
      return EXIT.failed;
    }
    for (const name of other) if (!wanted.has(name)) rmSync(join(folder, name));
    for (const [name, text] of wanted) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    output.out.write(`Release ${release.number}, ${wanted.size} files, is in ${folder}.\n`);
    return EXIT.ok;
  });
}
