import type { Snippet } from 'svelte';

/** A section that stands in the document beside those of the template. */
export interface Part {
  key: string;
  title: string;
  hint: string;
  prompts: string[];
}

/** What the page of a draft offers to whatever else is written there. */
export interface Writing {
  editable: boolean;
  /** An editor for a part; `Part` names its section. */
  part: Snippet<[Part]>;
  /** The first words in some sections, as they stand on this page now. */
  begins: (sections: readonly string[]) => string;
  /** Puts the cursor into a section, once it is on the page. */
  enter: (section: string) => void;
}

/** What else stands on a draft's page than its template's sections: the page puts it there. */
export interface Beside {
  /** Something of it is on the screen and not saved yet. */
  readonly unsaved: boolean;
  /** Resolves once all of it is saved; throws what stands against that, in words. */
  settle: () => Promise<void>;
  /** Brings the section onto the page, if it is one of its own. */
  open: (section: string) => void | Promise<void>;
  /** Somebody changed something elsewhere. */
  refresh: () => void | Promise<void>;
}
