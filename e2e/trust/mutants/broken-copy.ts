import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Mutant, Patch } from './mutant.ts';

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** The client that is generated from the schema is not among the sources. */
const generated = 'lib/db/generated';
const generatedStamp = '.build/generate.stamp';

/** What stands in the sources where a patch begins: as often as it must, once. */
function patched(text: string, { file, find, put }: Patch): string {
  const times = text.split(find).length - 1;
  if (times !== 1) throw new Error(`A patch of ${file} finds its place ${times} times, not once:\n${find}`);
  return text.replace(find, () => put);
}

/** The sources of a mutant, by file. Throws when a patch no longer fits. */
export function sourcesOf({ patches }: Pick<Mutant, 'patches'>): Map<string, string> {
  const sources = new Map<string, string>();
  for (const patch of patches) sources.set(patch.file, patched(sources.get(patch.file) ?? readFileSync(join(root, patch.file), 'utf8'), patch));
  return sources;
}

/**
 * Copies the project's files into a folder inside it, broken as the mutant says. There the packages of the project are
 * found without a link to them, which Next would not follow; its tools are.
 */
export function makeBrokenCopy(mutant: Pick<Mutant, 'name' | 'patches'>): { folder: string; remove: () => void } {
  const sources = sourcesOf(mutant);
  mkdirSync(join(root, '.build', 'mutants'), { recursive: true });
  const folder = mkdtempSync(join(root, '.build', 'mutants', `${mutant.name}-`));
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).split('\0');
  for (const file of files.filter((name) => name && existsSync(join(root, name)))) copyFile(file, folder);
  cpSync(join(root, generated), join(folder, generated), { recursive: true });
  for (const made of ['node_modules', '.build']) mkdirSync(join(folder, made));
  cpSync(join(root, generatedStamp), join(folder, generatedStamp));
  symlinkSync(join(root, 'node_modules', '.bin'), join(folder, 'node_modules', '.bin'), 'dir');
  for (const [file, text] of sources) writeFileSync(join(folder, file), text);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function copyFile(file: string, folder: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  cpSync(join(root, file), join(folder, file));
}
