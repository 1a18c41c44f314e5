const key = 'mobilise.slash';

/** Whether "/" leads to the search box on this device; it does unless somebody turned it off. */
export function slashKept(): boolean {
  try {
    return localStorage.getItem(key) !== 'off';
  } catch {
    return true;
  }
}

export function keepSlash(on: boolean): void {
  try {
    if (on) localStorage.removeItem(key);
    else localStorage.setItem(key, 'off');
  } catch {
    // A browser that keeps nothing forgets the choice when the page is closed.
  }
}
