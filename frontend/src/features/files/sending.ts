import { ApiProblem } from '#api/client.ts';
import type { UploadView } from './service.ts';

/** What sending needs of the API; in tests something else stands in its place. */
export interface UploadService {
  fetchUpload: (id: string) => Promise<UploadView>;
  sendPart: (id: string, offset: number, bytes: ArrayBuffer, signal: AbortSignal) => Promise<UploadView>;
}

export interface Watching {
  signal: AbortSignal;
  /** Something more has arrived. */
  onprogress: (view: UploadView) => void;
  /** The last part is about to go: the answer comes when the server has looked at the file. */
  onlast: () => void;
  /** It does not go on just now, for the reason given; it is tried again. */
  onwaiting: (problem: ApiProblem) => void;
  /** Resolves when it is time to try again, after so many tries in vain. */
  pause: (tries: number) => Promise<void>;
}

/** How often the server may say that it cannot just now. Without a connection we wait as long as it takes. */
const MOST_TRIES = 8;

const passing = (error: unknown): error is ApiProblem =>
  error instanceof ApiProblem && (error.status === 0 || error.status === 409 || error.status === 429 || error.status >= 500);

/**
 * Sends a file from where it has got to, part by part, to the end. After whatever goes wrong the server is
 * asked how much it has: it may have stored the part whose answer was lost. Throws what does not pass.
 */
export async function sendParts(file: Blob, start: UploadView, service: UploadService, watching: Watching): Promise<UploadView> {
  const { signal, onprogress, onlast, onwaiting, pause } = watching;
  let view = start;
  let inVain = 0;
  let ask = false;
  while (!view.file && !view.refused) {
    signal.throwIfAborted();
    try {
      const before = view.received;
      if (!ask && before + view.part_bytes >= view.size) onlast();
      view = ask
        ? await service.fetchUpload(view.id)
        : await service.sendPart(view.id, view.received, await bytesOf(file, view), signal);
      if (!ask || view.received > before) inVain = 0;
      ask = false;
      onprogress(view);
    } catch (error) {
      signal.throwIfAborted();
      if (!passing(error)) throw error;
      if (error.status !== 0 && ++inVain > MOST_TRIES) throw error;
      ask = true;
      if (error.status === 409 && inVain < 2) continue;
      onwaiting(error);
      await pause(inVain);
    }
  }
  return view;
}

async function bytesOf(file: Blob, { received, part_bytes }: UploadView): Promise<ArrayBuffer> {
  try {
    return await file.slice(received, received + part_bytes).arrayBuffer();
  } catch {
    throw new ApiProblem({
      status: 422,
      title: 'This device no longer gives us the file',
      detail: 'It was moved or changed meanwhile. Please choose it again.'
    });
  }
}
