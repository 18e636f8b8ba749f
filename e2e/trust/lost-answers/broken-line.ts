import { request as open } from 'node:http';
import { connect, type Socket } from 'node:net';

/** A POST, whole. */
export type Sent = { path: string; headers: Record<string, string>; body: string };

/** An answer as the line saw it. A page that sends elsewhere says so in its address, and nothing else of it counts. */
export type Seen = { status: number; text: string };

/** Where the line between caller and service breaks. */
export const cuts = ['in the request', 'while it was in work', 'in the answer', 'after the answer'] as const;
export type Cut = (typeof cuts)[number];

const answerWithinMs = 30_000;

/** Sends a request and reads its answer to the end. */
export const sendWhole = (origin: string, { path, headers, body }: Sent): Promise<Seen> =>
  new Promise((resolve, reject) => {
    const given = { ...headers, 'content-length': String(Buffer.byteLength(body)) };
    const sent = open(new URL(path, origin), { method: 'POST', headers: given, agent: false, timeout: answerWithinMs }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: answer.headers.location ?? Buffer.concat(chunks).toString('utf8') }));
    });
    sent.on('timeout', () => sent.destroy(new Error(`POST ${path} was not answered within ${answerWithinMs} ms`)));
    sent.on('error', reject);
    sent.end(body);
  });

/** Sends a request over a line that breaks. What of its answer came through: the whole, its first bytes, or nothing. */
export async function sendOverBroken(origin: string, sent: Sent, cut: Cut): Promise<Seen | { beginning: string } | undefined> {
  if (cut === 'after the answer') return sendWhole(origin, sent);
  const whole = bytesOf(origin, sent);
  if (cut === 'in the request') return void (await speak(origin, whole.subarray(0, whole.length - Math.max(1, Math.ceil(sent.body.length / 2))), undefined));
  if (cut === 'while it was in work') return void (await speak(origin, whole, undefined));
  return { beginning: (await speak(origin, whole, 'listens')) ?? '' };
}

function bytesOf(origin: string, { path, headers, body }: Sent): Buffer {
  const lines = Object.entries({ host: new URL(origin).host, ...headers, 'content-length': String(Buffer.byteLength(body)) });
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${body}`);
}

/** Says so much and breaks off: at once, or when something of the answer has come. */
async function speak(origin: string, bytes: Buffer, then: 'listens' | undefined): Promise<string | undefined> {
  const { hostname, port } = new URL(origin);
  const socket = connect({ port: Number(port), host: hostname, noDelay: true });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject);
      socket.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
    return then && (await firstOf(socket));
  } finally {
    socket.resetAndDestroy();
  }
}

const firstOf = (socket: Socket): Promise<string> =>
  new Promise((resolve, reject) => {
    socket.setTimeout(answerWithinMs, () => reject(new Error('nothing of an answer came in time')));
    socket.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8')));
    socket.once('close', () => reject(new Error('the line was ended without an answer')));
  });
