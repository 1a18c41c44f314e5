import { describe, expect, it } from 'vitest';
import { ApiProblem } from '#api/client.ts';
import { toasts } from '#ui/toast.svelte.ts';
import { Pictures, type PictureService } from './pictures.svelte.ts';
import type { Attachments, FileView, UploadView } from './service.ts';

const PART = 4;
const ENTRY = 'e0000000-0000-4000-8000-000000000001';

/** A server that takes pictures in, and is away while `offline`. */
class Server implements PictureService {
  files: FileView[] = [];
  uploads: UploadView[] = [];
  offline = false;
  refuses = '';
  begun: { id: string; entry?: string }[] = [];
  ended: string[] = [];
  described: [string, string][] = [];

  #there() {
    if (this.offline) throw new ApiProblem({ status: 0, title: 'Offline' });
  }

  #upload(id: string): UploadView {
    const found = this.uploads.find((one) => one.id === id);
    if (!found) throw new ApiProblem({ status: 404, title: 'Gone' });
    return found;
  }

  beginUpload: PictureService['beginUpload'] = async (_story, { id, name, size, entry }) => {
    this.#there();
    this.begun.push({ id, entry });
    const view = { id, name, size, received: 0, part_bytes: PART, expires_at: '', entry: entry ?? null, file: null, refused: '' };
    this.uploads.push(view);
    return view;
  };

  fetchUpload: PictureService['fetchUpload'] = async (id) => {
    this.#there();
    return this.#upload(id);
  };

  sendPart: PictureService['sendPart'] = async (id, offset, bytes) => {
    this.#there();
    const view = this.#upload(id);
    view.received = offset + bytes.byteLength;
    if (view.received < view.size) return { ...view };
    if (this.refuses) throw new ApiProblem({ status: 422, title: 'Not taken', detail: this.refuses });
    const file = { id, name: view.name, description: '', media_type: 'image/png', inline: true, entry: view.entry, url: `/${id}` } as FileView;
    this.files.push(file);
    this.uploads = this.uploads.filter((one) => one.id !== id);
    return { ...view, file };
  };

  endUpload: PictureService['endUpload'] = async (id) => {
    this.ended.push(id);
    this.uploads = this.uploads.filter((one) => one.id !== id);
  };

  fetchAttachments: PictureService['fetchAttachments'] = async () => {
    this.#there();
    return { files: [...this.files], uploads: [...this.uploads], links: [], licences: [] } as unknown as Attachments;
  };

  changeFile: PictureService['changeFile'] = async (_story, id, { description }) => {
    this.#there();
    this.described.push([id, description]);
    this.files = this.files.map((file) => (file.id === id ? { ...file, description } : file));
    return this.files.find((file) => file.id === id)!;
  };

  removed: FileView[] = [];

  removeFile: PictureService['removeFile'] = async (_story, id) => {
    this.#there();
    this.removed.push(...this.files.filter((file) => file.id === id));
    this.files = this.files.filter((file) => file.id !== id);
  };

  restoreFile: PictureService['restoreFile'] = async (_story, id) => {
    const file = this.removed.find((one) => one.id === id)!;
    this.files.push(file);
    return file;
  };
}

const png = (words = 'a picture') => new File([words], 'image.png', { type: 'image/png' });
const until = async (condition: () => boolean) => {
  for (let tries = 0; tries < 200 && !condition(); tries++) await new Promise((resolve) => setTimeout(resolve, 1));
  expect(condition()).toBe(true);
};

async function start(server = new Server()) {
  // Tried again as soon as it can be: no clock is waited for.
  const pictures = new Pictures('s', server, (section) => (section.startsWith('e-') ? ENTRY : undefined), () => new Promise((resolve) => setTimeout(resolve, 1)));
  await pictures.fetch();
  return { server, pictures };
}

describe('pictures of the text', () => {
  it('stand there under their id from the moment they are put in until they have come', async () => {
    const { server, pictures } = await start();
    pictures.take([png()], ['one'], 'context');
    expect(pictures.of('one').is).toBe('going');
    expect(pictures.knows('one')).toBe(true);
    expect(pictures.busy).toBe(true);
    await until(() => pictures.of('one').is === 'here');
    expect(server.begun).toEqual([{ id: 'one', entry: undefined }]);
    expect(pictures.busy).toBe(false);
  });

  it('go to the entry whose part they stand in', async () => {
    const { server, pictures } = await start();
    pictures.take([png()], ['one'], 'e-tried');
    pictures.add([new File(['x'], 'rota.pdf')], 'e-tried');
    await until(() => server.files.length === 2);
    expect(server.begun.map(({ entry }) => entry)).toEqual([ENTRY, ENTRY]);
  });

  it('come in their place after the connection was lost', async () => {
    const { server, pictures } = await start();
    server.offline = true;
    pictures.take([png()], ['one'], 'context');
    await until(() => {
      const state = pictures.of('one');
      return state.is === 'going' && state.words.startsWith('No connection');
    });
    server.offline = false;
    await until(() => pictures.of('one').is === 'here');
  });

  it('keep the description that was written meanwhile', async () => {
    const { server, pictures } = await start();
    server.offline = true;
    pictures.take([png()], ['one'], 'context');
    await pictures.describe('one', 'Two tables');
    expect(pictures.of('one')).toMatchObject({ is: 'going', description: 'Two tables' });
    server.offline = false;
    await until(() => pictures.of('one').is === 'here');
    expect(pictures.of('one')).toMatchObject({ description: 'Two tables' });
    await pictures.describe('one', 'Three tables');
    expect(pictures.of('one')).toMatchObject({ description: 'Three tables' });
    expect(server.described).toEqual([['one', 'Two tables'], ['one', 'Three tables']]);
  });

  it('say why one was not taken, and take another instead', async () => {
    const { server, pictures } = await start();
    server.refuses = 'It is no picture.';
    pictures.take([png()], ['one'], 'context');
    await until(() => pictures.of('one').is === 'stopped');
    expect(pictures.of('one')).toMatchObject({ words: 'It is no picture.', retry: false });
    server.refuses = '';
    const other = pictures.choose('one', png('another'), 'context');
    expect(other).not.toBe('one');
    await until(() => pictures.of(other).is === 'here');
    expect(pictures.of('one').is).toBe('missing');
  });

  it('go on with the same one after the page was closed', async () => {
    const server = new Server();
    await server.beginUpload('s', { id: 'one', name: 'Pasted picture.png', size: 9, description: '' });
    const { pictures } = await start(server);
    expect(pictures.of('one')).toMatchObject({ is: 'stopped', retry: false });
    expect(pictures.choose('one', png('a picture'), 'context')).toBe('one');
    await until(() => pictures.of('one').is === 'here');
    expect(server.begun.length).toBe(1);
  });

  it('are given up where they are taken out before they have come', async () => {
    const { server, pictures } = await start();
    await server.beginUpload('s', { id: 'one', name: 'a', size: 9, description: '' });
    await pictures.fetch();
    pictures.cancel('one');
    await until(() => server.ended.includes('one'));
    expect(pictures.of('one').is).toBe('missing');
  });

  it('can be removed from the files too once they are out of the text here, or left there', async () => {
    const { server, pictures } = await start();
    pictures.take([png(), png()], ['one', 'two'], 'context');
    await until(() => pictures.of('one').is === 'here' && pictures.of('two').is === 'here');
    pictures.stand(new Map([['one', 'context'], ['two', 'context']]), true);
    expect(pictures.outOf('context')).toEqual([]);
    // Somebody else takes one out: it is for them to say what becomes of it.
    pictures.stand(new Map([['two', 'context']]), false);
    expect(pictures.outOf('context')).toEqual([]);
    pictures.stand(new Map([['one', 'context'], ['two', 'next']]), true);
    pictures.stand(new Map(), true);
    expect(pictures.outOf('context').map(({ id }) => id)).toEqual(['one']);
    expect(pictures.outOf('next').map(({ id }) => id)).toEqual(['two']);
    // Undone, it stands in the text again.
    pictures.stand(new Map([['two', 'next']]), true);
    expect(pictures.outOf('next')).toEqual([]);
    pictures.stand(new Map(), true);
    pictures.leave('two');
    await pictures.remove('one');
    expect(pictures.outOf('context')).toEqual([]);
    expect(server.files.map(({ id }) => id)).toEqual(['two']);
    await toasts.list.at(-1)?.undo?.();
    expect(pictures.view?.files.map(({ id }) => id)).toEqual(['two', 'one']);
    for (const { id } of toasts.list) toasts.dismiss(id);
  });

  it('show nothing of what is not this story’s, or is no picture', async () => {
    const server = new Server();
    server.files.push({ id: 'pdf', media_type: 'application/pdf', inline: true } as FileView);
    const { pictures } = await start(server);
    expect(pictures.of('theirs')).toEqual({ is: 'missing' });
    expect(pictures.knows('theirs')).toBe(false);
    expect(pictures.of('pdf')).toEqual({ is: 'missing' });
  });
});
