// The frontend's layers as a lint rule: who may import whom (docs/architecture.md).
import path from 'node:path';

const src = path.resolve(import.meta.dirname, '../src');

/**
 * For each layer, the layers it may import besides itself.
 * @type {Record<string, string[]>}
 */
const mayImport = {
  routes: ['features', 'ui', 'api', 'styles'],
  features: ['ui', 'api', 'realtime'],
  editor: ['ui', 'api', 'realtime'],
  realtime: ['api'],
  ui: ['styles'],
  api: [],
  styles: []
};

/** Only these features may reach for the editor: everything else would drag it onto the first page. */
const mayWrite = ['writing'];

/** @param {string} file */
function placeOf(file) {
  const [layer = '', feature = ''] = path.relative(src, file).split(path.sep);
  return { layer, feature: layer === 'features' ? feature : '' };
}

/**
 * @param {string} specifier
 * @param {string} file
 */
function targetOf(specifier, file) {
  if (specifier.startsWith('#')) return path.join(src, specifier.slice(1));
  if (specifier.startsWith('.')) return path.resolve(path.dirname(file), specifier);
  return undefined;
}

/**
 * What is wrong with importing this there, if anything.
 * @param {string} specifier
 * @param {string} file
 */
function complaint(specifier, file) {
  const from = placeOf(file);
  if (from.layer === 'ui' && specifier.startsWith('$app/')) return 'ui knows nothing of the site it is used in';
  const target = targetOf(specifier, file);
  if (!target || !target.startsWith(src + path.sep)) return undefined;
  const to = placeOf(target);
  if (!(from.layer in mayImport) || !(to.layer in mayImport)) return undefined;
  if (from.layer === 'features' && to.layer === 'features' && from.feature !== to.feature) {
    return 'a feature does not import another: let a route bring them together, or move what they share to ui';
  }
  if (from.layer === to.layer) return undefined;
  if (to.layer === 'editor' && mayWrite.includes(from.feature)) return undefined;
  if (mayImport[from.layer]?.includes(to.layer)) return undefined;
  return `${from.layer} may not import ${to.layer}`;
}

/** @type {import('eslint').Rule.RuleModule} */
const layersRule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    /** @param {{ source?: import('estree').Node | null }} node */
    const check = ({ source }) => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      const message = complaint(source.value, context.filename);
      if (message) context.report({ node: source, message });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check
    };
  }
};

export default { rules: { layers: layersRule } };
