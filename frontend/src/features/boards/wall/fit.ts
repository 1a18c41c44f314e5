/** From what can be read across a hall to what can be read across a room. */
const SIZES = [1, 0.86, 0.74, 0.64];

/**
 * Keeps the words of a part of the wall as large as they fit: sets `--fit` on it, and `data-over` where they do
 * not fit even at the smallest.
 */
export function fit(part: HTMLElement): () => void {
  let due = 0;

  const overflows = () =>
    [part, ...part.querySelectorAll<HTMLElement>('[data-fits]')].some(
      (one) => one.scrollHeight > one.clientHeight + 1
    );

  function measure(): void {
    due = 0;
    delete part.dataset.over;
    for (const size of SIZES) {
      part.style.setProperty('--fit', String(size));
      if (!overflows()) return;
    }
    part.dataset.over = '';
  }

  const soon = () => {
    due ||= requestAnimationFrame(measure);
  };
  const resized = new ResizeObserver(soon);
  const changed = new MutationObserver(soon);
  resized.observe(part);
  changed.observe(part, { childList: true, characterData: true, subtree: true });
  soon();
  return () => {
    resized.disconnect();
    changed.disconnect();
    cancelAnimationFrame(due);
  };
}
