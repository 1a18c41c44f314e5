let context: AudioContext | undefined;

/** Two soft notes, made here: nothing is fetched. Browsers stay silent until somebody has touched the page. */
export async function chime(): Promise<void> {
  try {
    context ??= new AudioContext();
    if (context.state === 'suspended') await context.resume();
    const start = context.currentTime + 0.02;
    note(context, 659.25, start);
    note(context, 880, start + 0.28);
  } catch {
    // A device without sound: the time is also shown and said.
  }
}

function note(audio: AudioContext, pitch: number, at: number): void {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.type = 'sine';
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.18, at + 0.04);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + 1.4);
  tone.connect(volume).connect(audio.destination);
  tone.start(at);
  tone.stop(at + 1.5);
}

/** Lets a tone be heard later on a page that was opened with sound on: the first touch unlocks it. */
export function unlockOnFirstTouch(): () => void {
  const unlock = () => {
    forget();
    context ??= new AudioContext();
    void context.resume();
  };
  const forget = () => {
    document.removeEventListener('pointerdown', unlock);
    document.removeEventListener('keydown', unlock);
  };
  document.addEventListener('pointerdown', unlock);
  document.addEventListener('keydown', unlock);
  return forget;
}
