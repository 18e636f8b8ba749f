import { parentPort, workerData } from 'node:worker_threads';
import { logoPicture } from './logo-picture.ts';
import type { PictureJob, WorkerAnswer } from './picture-desk.ts';
import { readCodes } from './read-codes.ts';

async function work({ task, file: bytes }: PictureJob): Promise<WorkerAnswer> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return task === 'codes' ? { texts: await readCodes(file) } : { logo: logoPicture(file) };
}

work(workerData as PictureJob)
  .catch((): WorkerAnswer => ({ isUnreadable: true }))
  .then((answer) => parentPort?.postMessage(answer));
