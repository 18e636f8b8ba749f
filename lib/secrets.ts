import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentError, env } from './env.ts';
import { invariant } from './errors.ts';
import { processWide } from './process.ts';
import { sameText } from './same-text.ts';

/** What a derived key is for. Each purpose has a key of its own, so that one leak does not open another door. */
type Purpose = 'link' | 'short-code' | 'seal' | 'gateway-callback' | 'return-page' | 'page-nonce' | 'hand-over' | 'receipt';

type RootKeys = { active: number; byVersion: Map<number, Buffer> };

const minimumBytes = 32;

/**
 * The root keys by version. `SECRET_KEY` is one secret (version 1), or a list "2:new,1:old" of which the
 * first seals and derives and all open. With the embedded database it may live in DATA_DIR/secret-key (0600).
 */
const rootKeys = (): RootKeys => processWide('root-keys', () => parseRootKeys(env().SECRET_KEY ?? keyFromDataDir()));

function parseRootKeys(text: string): RootKeys {
  const byVersion = new Map<number, Buffer>();
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const [, version, secret] = /^(?:(\d{1,3}):)?(.+)$/.exec(part) ?? [];
    if (!secret || Buffer.byteLength(secret) < minimumBytes || Number(version ?? 1) > 255) {
      throw new EnvironmentError(
        `SECRET_KEY must be at least ${minimumBytes} bytes long, or a list such as "2:<new>,1:<old>" (make one with: openssl rand -base64 48)`,
      );
    }
    if (byVersion.has(Number(version ?? 1)))
      throw new EnvironmentError('SECRET_KEY names one version twice; a list gives each its own, such as "2:<new>,1:<old>"');
    byVersion.set(Number(version ?? 1), Buffer.from(secret));
  }
  const active = byVersion.keys().next().value;
  invariant(active !== undefined, 'a parsed SECRET_KEY has a first version');
  return { active, byVersion };
}

function keyFromDataDir(): string {
  if (env().DATABASE_URL) throw new EnvironmentError('SECRET_KEY must be set beside DATABASE_URL (make one with: openssl rand -base64 48)');
  const path = join(env().DATA_DIR, 'secret-key');
  if (!existsSync(path)) {
    mkdirSync(env().DATA_DIR, { recursive: true, mode: 0o700 });
    // Written aside and linked into place, so that two first starts agree on one key.
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, randomBytes(48).toString('base64'), { mode: 0o600 });
    try {
      linkSync(draft, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  chmodSync(path, 0o600);
  return readFileSync(path, 'utf8').trim();
}

/** Version that new keys and seals use. */
export const activeKeyVersion = (): number => rootKeys().active;

/** Every version that existing data may be read with. */
export const keyVersions = (): number[] => [...rootKeys().byVersion.keys()];

function keyFor(purpose: Purpose, version: number): Buffer {
  return processWide(`key:${purpose}:${version}`, () => {
    const root = rootKeys().byVersion.get(version);
    invariant(root, `SECRET_KEY version ${version} is needed to read existing data; put it back into the list`);
    return Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), `payment-links/${purpose}/v${version}`, 32));
  });
}

/** HMAC-SHA256 under the purpose's key. */
export const mac = (purpose: Purpose, text: string, version = activeKeyVersion()): Buffer =>
  createHmac('sha256', keyFor(purpose, version)).update(text).digest();

/** A 128-bit MAC as 22 base64url characters, for addresses. */
export const macText = (purpose: Purpose, text: string, version = activeKeyVersion()): string =>
  mac(purpose, text, version).subarray(0, 16).toString('base64url');

/** Whether `given` is the MAC of `text` under any key version, compared in constant time. */
export const isMacText = (purpose: Purpose, text: string, given: string): boolean =>
  keyVersions().some((version) => sameText(macText(purpose, text, version), given));

export const sha256 = (value: string | Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(createHash('sha256').update(value).digest());

/** Seals a secret that we must be able to read again: version byte, 12-byte nonce, 16-byte tag, AES-256-GCM text. */
export function seal(label: string, text: string): Uint8Array<ArrayBuffer> {
  const version = activeKeyVersion();
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFor('seal', version), nonce).setAAD(Buffer.from(label));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return new Uint8Array(Buffer.concat([Buffer.from([version]), nonce, cipher.getAuthTag(), sealed]));
}

/** Opens what `seal` made under the same label; throws when it was changed or moved. */
export function unseal(label: string, sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed);
  // Whole tags only: a short one would be taken too, and is easy to guess.
  const decipher = createDecipheriv('aes-256-gcm', keyFor('seal', bytes.readUInt8(0)), bytes.subarray(1, 13), { authTagLength: 16 }).setAAD(Buffer.from(label));
  decipher.setAuthTag(bytes.subarray(13, 29));
  return Buffer.concat([decipher.update(bytes.subarray(29)), decipher.final()]).toString('utf8');
}
