/** Keeps the screen on while this page is in front, where the device can; returns how to stop. */
export function keepAwake(): () => void {
  let lock: { release(): Promise<void> } | undefined;
  let over = false;

  async function ask(): Promise<void> {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    try {
      const held = await navigator.wakeLock.request('screen');
      if (over) await held.release();
      else lock = held;
    } catch {
      // A device that saves its battery may refuse.
    }
  }

  const again = () => void ask();
  document.addEventListener('visibilitychange', again);
  again();
  return () => {
    over = true;
    document.removeEventListener('visibilitychange', again);
    void lock?.release().catch(() => undefined);
  };
}
