import type {
  NoTurnDetection,
  NoTurnDetectionCapitalised,
  RequestSession,
  TurnDetection,
} from './generated/types.js';

type ActiveTurnDetection = Exclude<TurnDetection, NoTurnDetection | NoTurnDetectionCapitalised>;

/** The turn detection of a session; undefined when the client ends turns itself: null, or of type `none`. */
export function activeTurnDetection(
  session: Pick<RequestSession, 'turn_detection'> | undefined,
): ActiveTurnDetection | undefined {
  const detection = session?.turn_detection ?? undefined;
  return detection?.type === 'none' || detection?.type === 'None' ? undefined : detection;
}
