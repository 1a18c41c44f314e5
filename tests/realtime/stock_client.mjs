/**
 * The npm packages yjs and y-websocket as they are, given only a session's cookie:
 * `node stock_client.mjs ws://host/ws/documents <document> <cookie> [query as JSON]`.
 *
 * Reads a command a line (`type TEXT`, `delete`, `cursor TEXT`, `until TEXT`, `others`, `drop`, `end`) and answers
 * each with one line of JSON.
 */
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const require = createRequire(new URL('../../frontend/package.json', import.meta.url));
const Y = await import(pathToFileURL(require.resolve('yjs')).href);
const { WebsocketProvider } = await import(pathToFileURL(require.resolve('y-websocket')).href);

const complaints = [];
console.error = console.warn = (...words) => complaints.push(words.join(' '));

const [url, room, cookie, params = '{}'] = process.argv.slice(2);

class SignedIn extends WebSocket {
  constructor(address, protocols) {
    super(address, { protocols, headers: { Cookie: cookie } });
  }
}

const doc = new Y.Doc();
const provider = new WebsocketProvider(url, room, doc, {
  WebSocketPolyfill: SignedIn,
  params: JSON.parse(params),
  disableBc: true
});
const section = doc.getXmlFragment('context');
const answer = (value) => process.stdout.write(JSON.stringify(value) + '\n');

provider.on('closed', ({ code, reason }) => answer({ closed: code, reason }));
provider.once('sync', () => answer({ synced: section.toString() }));

const until = (holds) =>
  new Promise((resolve) => {
    const look = () => {
      if (!holds()) return;
      doc.off('afterTransaction', look);
      provider.awareness.off('change', look);
      resolve();
    };
    doc.on('afterTransaction', look);
    provider.awareness.on('change', look);
    look();
  });

const commands = {
  type(text) {
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [new Y.XmlText(text)]);
    section.push([paragraph]);
  },
  delete: () => section.delete(0, 1),
  cursor: (text) => provider.awareness.setLocalStateField('cursor', text),
  until: (text) => until(() => section.toString().includes(text)),
  others: async () => {
    const others = () =>
      [...provider.awareness.getStates()].filter(([id]) => id !== doc.clientID).map(([, state]) => state);
    await until(() => others().length > 0);
    return others();
  },
  async drop() {
    const again = new Promise((resolve) => provider.once('sync', resolve));
    provider.ws.close();
    await again;
  },
  end() {
    provider.destroy();
    return complaints;
  }
};

for await (const line of createInterface({ input: process.stdin })) {
  const [, name, rest] = /^(\w+) ?(.*)$/.exec(line);
  answer({ [name]: (await commands[name](rest)) ?? section.toString() });
  if (name === 'end') process.exit(0);
}
