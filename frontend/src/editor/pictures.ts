/** How a picture of the text stands, for whoever writes here. */
export type PictureState =
  | {
      is: 'here';
      url: string;
      preview: string | null;
      width: number | null;
      height: number | null;
      name: string;
      description: string;
    }
  /** On its way from this page; `part`: how much of it, from 0 to 1. */
  | { is: 'going'; name: string; part: number; words: string; description: string }
  /** It does not go on by itself; `words` say what to do. */
  | { is: 'stopped'; name: string; words: string; retry: boolean }
  /** Nothing is known of it yet. */
  | { is: 'looked-for' }
  /** Somebody else is sending it, or it is not there. */
  | { is: 'missing' };

/** The pictures of a story, as the page that the text is written on has them. */
export interface PictureShelf {
  of: (id: string) => PictureState;
  /** Whether it is, or will be, a picture of this story. */
  knows: (id: string) => boolean;
  /** Sends pictures up that are to stand in a section under these ids, one for each. */
  take: (pictures: readonly File[], ids: readonly string[], section: string) => void;
  describe: (id: string, words: string) => Promise<void>;
  retry: (id: string) => void;
  /** Takes the same picture again, or another one instead; the id under which it stands now. */
  choose: (id: string, picture: File, section: string) => string;
  /** It has been taken out of the text before it was there. */
  cancel: (id: string) => void;
  /** Those that were taken out of the text of a section here, and are among the files still. */
  outOf: (section: string) => readonly { id: string; name: string }[];
  /** Removes one of those from the files too, or leaves it there. */
  remove: (id: string) => Promise<void>;
  leave: (id: string) => void;
}

/** The same, as the page knows more of its files than its text does. */
export interface PicturesOfPage extends PictureShelf {
  /** Some are on their way. */
  readonly busy: boolean;
  /** Told in which section of the text each one stands, whenever that changes; `mine`: by what was done here. */
  stand: (sections: ReadonlyMap<string, string>, mine: boolean) => void;
  /** Leads to a file, as soon as its row is on the page. */
  seek: (id: string) => void;
}

/** Whether a file is to be shown as a picture; what it really is, the server finds out. */
export const isPicture = (file: { name: string; type: string }): boolean =>
  file.type.startsWith('image/') || /\.(hei[cf]|jpe?g|png|gif|webp)$/i.test(file.name);

/** What can be chosen as a picture; phones offer their camera for it. */
export const PICTURES = 'image/*,.heic,.heif';

export const UNDESCRIBED = 'A picture that nobody has described yet';
