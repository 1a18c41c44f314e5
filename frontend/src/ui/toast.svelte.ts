export interface Toast {
  id: number;
  words: string;
  /** Takes back what was done; the toast stays longer for it. */
  undo?: () => void | Promise<void>;
}

const plainTime = 6_000;
const undoTime = 12_000;

/** Short news at the foot of the page. A toast waits while somebody points at it or has the focus in it. */
class Toasts {
  list = $state<Toast[]>([]);
  #last = 0;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  show(words: string, undo?: Toast['undo']): number {
    const toast: Toast = { id: ++this.#last, words, undo };
    this.list.push(toast);
    this.release(toast);
    return toast.id;
  }

  hold(toast: Toast): void {
    clearTimeout(this.#timers.get(toast.id));
  }

  release(toast: Toast): void {
    this.hold(toast);
    this.#timers.set(
      toast.id,
      setTimeout(() => this.dismiss(toast.id), toast.undo ? undoTime : plainTime)
    );
  }

  dismiss(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
