import { answer, api, type Schema } from '#api/client.ts';

export type Attachments = Schema['Attachments'];
export type FileView = Schema['FileView'];
export type LinkView = Schema['LinkView'];
export type LicenceView = Schema['LicenceView'];
export type UploadView = Schema['UploadView'];

const story = (id: string) => ({ path: { story_id: id } });
const file = (id: string, of: string) => ({ path: { story_id: id, file_id: of } });
const link = (id: string, of: string) => ({ path: { story_id: id, link_id: of } });
const upload = (id: string) => ({ path: { upload_id: id } });

export const fetchAttachments = (id: string): Promise<Attachments> =>
  answer(api.GET('/api/stories/{story_id}/attachments', { params: story(id) }));

export const beginUpload = (id: string, body: Schema['BeginUpload']): Promise<UploadView> =>
  answer(api.POST('/api/stories/{story_id}/uploads', { params: story(id), body }));

export const fetchUpload = (id: string): Promise<UploadView> =>
  answer(api.GET('/api/uploads/{upload_id}', { params: upload(id) }));

/** Sends the bytes from `offset` on. */
export const sendPart = (id: string, offset: number, bytes: ArrayBuffer, signal: AbortSignal): Promise<UploadView> =>
  answer(
    api.PATCH('/api/uploads/{upload_id}', {
      params: { ...upload(id), header: { 'Upload-Offset': offset } },
      headers: { 'content-type': 'application/octet-stream' },
      body: bytes as unknown as string,
      bodySerializer: (body) => body,
      signal
    })
  );

export async function endUpload(id: string): Promise<void> {
  await api.DELETE('/api/uploads/{upload_id}', { params: upload(id) });
}

export const changeFile = (id: string, of: string, body: Schema['ChangeFile']): Promise<FileView> =>
  answer(api.PATCH('/api/stories/{story_id}/files/{file_id}', { params: file(id, of), body }));

export async function removeFile(id: string, of: string): Promise<void> {
  await api.DELETE('/api/stories/{story_id}/files/{file_id}', { params: file(id, of) });
}

export const restoreFile = (id: string, of: string): Promise<FileView> =>
  answer(api.POST('/api/stories/{story_id}/files/{file_id}/restore', { params: file(id, of) }));

export const addLink = (id: string, url: string, title: string): Promise<LinkView> =>
  answer(api.POST('/api/stories/{story_id}/links', { params: story(id), body: { url, title, description: '' } }));

export const changeLink = (id: string, of: string, body: Schema['ChangeLink']): Promise<LinkView> =>
  answer(api.PATCH('/api/stories/{story_id}/links/{link_id}', { params: link(id, of), body }));

export async function removeLink(id: string, of: string): Promise<void> {
  await api.DELETE('/api/stories/{story_id}/links/{link_id}', { params: link(id, of) });
}

export const restoreLink = (id: string, of: string): Promise<LinkView> =>
  answer(api.POST('/api/stories/{story_id}/links/{link_id}/restore', { params: link(id, of) }));

export const chooseLicence = (id: string, licence: Schema['Licence']): Promise<LicenceView> =>
  answer(api.PUT('/api/stories/{story_id}/licence', { params: story(id), body: { licence } }));
