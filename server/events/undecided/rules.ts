/** What a person can do about an undecided signal, by what its evaluation failed on. Pure. */
export function todoOf(code: string): string {
  if (/^22/.test(code))
    return 'A figure in it is beyond what can be kept. Ask its sender to retract it and to send it again with the right figures.';
  if (/^(57014|25P0[34])$/.test(code) || code === 'PrismaClientKnownRequestError')
    return 'It took too long. Evaluate it again when there is less to do; if it fails again, report it with its id.';
  return 'A rule failed on it. Report it with its id and the error, and evaluate it again after the next update.';
}

/** Why a signal is not evaluated again now; null when it may be. */
export function againRefusal(state: string | undefined): string | null {
  switch (state) {
    case 'waiting':
      return null;
    case 'asked':
      return 'It is to be evaluated again already.';
    case 'evaluated':
      return 'It has been evaluated.';
    case 'retracted':
      return 'Its sender has retracted it: there is nothing left to evaluate.';
    default:
      return 'It is not among the undecided signals.';
  }
}
