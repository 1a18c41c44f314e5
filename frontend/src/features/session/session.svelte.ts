import { fetchSession, type Persona, type Seat, type Session, signInAs, signOut, signOutEverywhere } from './service.ts';

/** Who is signed in on this page, as the server said last. */
class CurrentSession {
  /** Undefined until the server has answered for the first time. */
  value = $state.raw<Session | undefined>();
  error = $state.raw<unknown>();

  get person(): Session['person'] {
    return this.value?.person ?? null;
  }

  get seats(): readonly Seat[] {
    return this.value?.seats ?? [];
  }

  get personas(): readonly Persona[] {
    return this.value?.personas ?? [];
  }

  /** The clusters that the person's seats look into, each once, in the order of the seats. */
  get clusters(): readonly { slug: string; name: string }[] {
    return this.seats.flatMap((seat, at) => {
      if (!seat.cluster || this.seats.findIndex((other) => other.cluster === seat.cluster) !== at) return [];
      return [{ slug: seat.cluster, name: seat.cluster_name ?? seat.cluster }];
    });
  }

  /** The seats at schools: where somebody can write. */
  get schools(): readonly Seat[] {
    return this.seats.filter((seat) => seat.place_kind === 'school');
  }

  refresh = async (): Promise<void> => {
    try {
      this.value = await fetchSession();
      this.error = undefined;
    } catch (error) {
      this.error = error;
    }
  };

  async enter(persona: string): Promise<void> {
    this.value = await signInAs(persona);
  }

  async leave({ everywhere }: { everywhere: boolean }): Promise<void> {
    await (everywhere ? signOutEverywhere() : signOut());
    await this.refresh();
  }

  /** The server no longer knows us: what was shown as ours must not stay. */
  ended(): void {
    if (this.value) this.value = { ...this.value, person: null, seats: [], reviews: 0, invitations: 0 };
  }
}

export const session = new CurrentSession();
