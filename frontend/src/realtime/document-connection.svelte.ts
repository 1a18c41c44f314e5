import { toBase64 } from 'lib0/buffer';
import { Awareness } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { countingSocket, type Sent } from './counting-socket.ts';
import { CopyKeeper } from './copy-keeper.ts';
import { httpSocket } from './http-socket.ts';
import type { LocalCopy } from './local-copies.ts';
import { type Present, presentIn } from './presence.ts';
import { type Ending, type Saving, SavingState, type Standing } from './saving.ts';
import { readTold, TOLD, type Told } from './told.ts';
import { Ways } from './ways.ts';

export interface DocumentToOpen {
  id: string;
  /** The story that it is of. */
  story: string;
  generation: number;
  schema: number;
  /** Whose page this is. */
  person: { id: string; name: string };
  /** Something beside the text changed: fetch it again. */
  onNews?: () => void;
  /** What was kept on this device has been put back into the document. */
  onRestored?: () => void;
}

const endings: Record<number, Ending> = {
  4401: 'signed-out',
  4403: 'not-allowed',
  4404: 'not-there',
  4409: 'changed'
};

const RESTORED = 'restored';
const MOST_PAUSE = 5_000;

/**
 * A written document that several people change at once, over its socket, or by HTTP where sockets are blocked.
 *
 * Reconnects by itself. What is not saved yet is also kept on this device. Call `close` in the end; it gives
 * the last words a moment to arrive.
 */
export class DocumentConnection {
  readonly doc = new Y.Doc();
  readonly awareness = new Awareness(this.doc);

  saving = $state<Saving>('opening');
  /** Whether the document has come from the server at least once. */
  loaded = $state(false);
  ending = $state<Ending>();
  standing = $state.raw<Standing>({ writes: true, reason: null, detail: '' });
  present = $state.raw<readonly Present[]>([]);
  /** Whether what is not saved is at least on this device. */
  kept = $state(false);
  /** Copies on this device that do not fit the document any more: to be shown as text, never merged. */
  strays = $state.raw<readonly LocalCopy[]>([]);

  readonly #state = new SavingState();
  readonly #ways = new Ways();
  readonly #provider: WebsocketProvider;
  readonly #keeper: CopyKeeper;
  readonly #waiting: (() => void)[] = [];
  #closed = false;

  constructor(private readonly opening: DocumentToOpen) {
    const { id, story, generation, schema, person } = opening;
    this.#keeper = new CopyKeeper(
      { person: person.id, story, document: id, generation, schema },
      { encode: () => Y.encodeStateAsUpdate(this.doc), told: (kept) => (this.kept = kept) }
    );
    this.awareness.setLocalState({ user: { id: person.id, name: person.name } });
    this.awareness.on('change', this.#lookAround);
    this.#provider = this.#connect();
    this.doc.on('update', this.#changed);
    addEventListener('offline', this.#wentOffline);
    addEventListener('online', this.#cameOnline);
    addEventListener('pagehide', this.#mayGo);
    document.addEventListener('visibilitychange', this.#mayGo);
  }

  /** Whether something was written here that the server is not known to have. */
  get unsaved(): boolean {
    return this.#state.unsaved;
  }

  /** Whether something would be lost if the page were closed now. */
  get onlyHere(): boolean {
    return this.#state.unsaved && !this.#keeper.current;
  }

  /** Tells the others which section one is in. */
  enter(section: string | null): void {
    if (this.awareness.getLocalState()?.section !== section) this.awareness.setLocalStateField('section', section);
  }

  /** Whether all is saved within so many milliseconds. */
  whenSaved(within: number): Promise<boolean> {
    if (this.saving === 'saved') return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), within);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }

  /** What this page shows, as a Yjs state vector in base64. */
  stateVector(): string {
    return toBase64(Y.encodeStateVector(this.doc));
  }

  /** For a document that was closed for good, when the reason may be gone: after signing in again. */
  tryAgain(): void {
    this.#state.ending = undefined;
    this.#provider.connect();
    this.#look();
  }

  /** A stray copy has been seen and is not wanted any more. */
  async dropStray(copy: LocalCopy): Promise<void> {
    this.strays = this.strays.filter((other) => other.key !== copy.key);
    await this.#keeper.drop([copy]);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    removeEventListener('offline', this.#wentOffline);
    removeEventListener('online', this.#cameOnline);
    this.awareness.setLocalState(null);
    if (this.unsaved) {
      await this.#keeper.keepNow();
      if (this.#state.open) await this.whenSaved(MOST_PAUSE);
    }
    removeEventListener('pagehide', this.#mayGo);
    document.removeEventListener('visibilitychange', this.#mayGo);
    this.#provider.destroy();
    this.#keeper.close();
    this.awareness.destroy();
    this.doc.destroy();
  }

  #connect(): WebsocketProvider {
    const { id, generation, schema } = this.opening;
    const address = `${location.protocol === 'http:' ? 'ws' : 'wss'}://${location.host}/ws/documents`;
    const provider = new WebsocketProvider(address, id, this.doc, {
      connect: false,
      awareness: this.awareness,
      params: { generation: String(generation), schema: String(schema) },
      WebSocketPolyfill: this.#socket(),
      // Other pages of this browser hear of changes from the server: so that "saved" is counted in one way.
      disableBc: true,
      maxBackoffTime: MOST_PAUSE
    });
    provider.messageHandlers[TOLD] = (_encoder, decoder) => this.#hear(readTold(decoder));
    provider.on('connection-close', (event) => {
      this.#ways.closed(event?.code, provider.synced);
      provider._WS = this.#socket();
    });
    provider.on('status', ({ status }) => {
      if (status === 'connected') this.#state.opened();
      if (status === 'disconnected') this.#state.closed();
      this.#look();
    });
    provider.on('sync', (synced) => {
      if (synced) {
        this.#ways.worked();
        this.#state.synced();
        this.#look();
        void this.#restore();
      }
    });
    provider.on('closed', ({ code }) => {
      this.#state.ended(endings[code] ?? 'not-there');
      if (this.unsaved) void this.#keeper.keepNow();
      this.#look();
    });
    provider.connect();
    return provider;
  }

  /** What to connect by next: a socket, or where those are blocked what looks like one. */
  #socket(): typeof WebSocket {
    const told = (sent: Sent) => {
      this.#state.sent(sent);
      this.#look();
    };
    return countingSocket(told, this.#ways.byHttp ? httpSocket(() => Y.encodeStateVector(this.doc)) : WebSocket);
  }

  #hear(told: Told | undefined): void {
    if (told?.what === 'stored') this.#state.stored(told.count);
    else if (told?.what === 'standing') this.#state.standing = told.standing;
    else if (told?.what === 'refused' && this.#state.standing.writes) {
      this.#state.standing = { writes: false, reason: 'reader', detail: told.detail };
    } else if (told?.what === 'news') this.opening.onNews?.();
    this.#look();
  }

  #look(): void {
    this.saving = this.#state.value;
    this.loaded = this.#state.loaded;
    this.ending = this.#state.ending;
    this.standing = this.#state.standing;
    if (this.saving === 'saved') {
      for (const settle of this.#waiting.splice(0)) settle();
      void this.#keeper.saved();
    }
  }

  readonly #changed = (_update: Uint8Array, origin: unknown): void => {
    if (origin === this.#provider) return;
    this.#state.changed();
    this.#keeper.keepSoon(this.#state.open);
    this.#look();
  };

  /** Puts back what was kept on this device, once the document is here and if it still fits. */
  async #restore(): Promise<void> {
    const { fitting, strays } = await this.#keeper.find();
    this.strays = strays;
    if (this.#closed || fitting.length === 0) return;
    const before = this.#state.unsaved;
    for (const copy of fitting) Y.applyUpdate(this.doc, copy.update, RESTORED);
    if (this.#state.unsaved) {
      this.#keeper.dropWhenSaved(fitting);
      if (!before) this.opening.onRestored?.();
    } else await this.#keeper.drop(fitting);
  }

  readonly #lookAround = (): void => {
    this.present = presentIn(this.awareness.getStates(), this.doc.clientID, this.opening.person.id);
  };

  readonly #wentOffline = (): void => {
    if (!this.ending) this.#provider.disconnect();
  };

  readonly #cameOnline = (): void => {
    if (!this.ending) this.#provider.connect();
  };

  readonly #mayGo = (): void => {
    if (this.unsaved) void this.#keeper.keepNow();
  };
}
