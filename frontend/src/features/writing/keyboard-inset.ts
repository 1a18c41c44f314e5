/**
 * Keeps `--keyboard` on an element at the height that an on-screen keyboard covers, so that what is fixed to
 * the foot of the window can stay above it.
 */
export function keyboardInset(element: HTMLElement): () => void {
  const view = window.visualViewport;
  if (!view) return () => {};
  const measure = () => {
    const covered = Math.max(0, window.innerHeight - view.height - view.offsetTop);
    // Zoomed in with two fingers there is a difference too, but no keyboard.
    element.style.setProperty('--keyboard', `${view.scale > 1.05 ? 0 : Math.round(covered)}px`);
  };
  measure();
  view.addEventListener('resize', measure);
  view.addEventListener('scroll', measure);
  return () => {
    view.removeEventListener('resize', measure);
    view.removeEventListener('scroll', measure);
  };
}
