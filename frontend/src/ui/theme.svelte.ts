export type Theme = 'system' | 'light' | 'dark';

const key = 'mobilise.theme';

function remembered(): Theme {
  try {
    const kept = localStorage.getItem(key);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}

/** Light, dark or as the device says; kept on this device. The page applies it before its first paint (app.html). */
class ThemeChoice {
  #current = $state<Theme>(remembered());

  get current(): Theme {
    return this.#current;
  }

  set current(theme: Theme) {
    this.#current = theme;
    const root = document.documentElement;
    if (theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = theme;
    try {
      if (theme === 'system') localStorage.removeItem(key);
      else localStorage.setItem(key, theme);
    } catch {
      // A browser that keeps nothing still shows the choice until the page is closed.
    }
  }
}

export const theme = new ThemeChoice();
