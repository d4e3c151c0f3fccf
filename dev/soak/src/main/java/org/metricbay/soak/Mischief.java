package org.metricbay.soak;

import java.util.Optional;
import org.metricbay.soak.Excuses.What;

/** What hostile plugins do that the agent has to bear; the plugin's class knows them by name. */
enum Mischief {
  THROW_ERROR("every-call", What.NOTHING),
  THROW_DEATH("every-call", What.NOTHING),
  THROW_ODDLY("every-call", What.NOTHING),
  OVERFLOW_STACK("every-call", What.NOTHING),
  GIVE_NOTHING("every-call", What.NOTHING),
  GIVE_TOO_MUCH("every-call", What.NOTHING),
  GIVE_ODD_TEXT("every-call", What.NOTHING),
  GIVE_RESERVED_NAMES("every-call", What.NOTHING),
  HANG_IN_CALL("every-call", What.NOTHING),
  HANG_IN_START("start", What.NOTHING),
  HANG_IN_STOP("stop", What.NOTHING),
  LEAVE_THREADS("call", What.NOTHING),
  FLOOD_LOG("call", What.NOTHING),
  /** Is called as a healthy plugin's collector is. */
  TAKE_A_NAME("call", What.NOTHING),
  /** Exports the agent's API in a higher version, and has a copy of it. */
  EXPORT_API("call", What.NOTHING),
  INSTALL_BUNDLES("call", What.NOTHING),
  STOP_PLUGINS("call", What.SERIES),
  UNINSTALL_PLUGINS("call", What.SERIES),
  // Nothing that needs memory, or waits, can be promised in that moment.
  HOLD_ARRAYS("call", What.SCRAPES),
  HOLD_OBJECTS("call", What.SCRAPES),
  INTERRUPT_ALL("call", What.SCRAPES);

  private final String moment;
  private final What excused;

  Mischief(String moment, What excused) {
    this.moment = moment;
    this.excused = excused;
  }

  String moment() {
    return moment;
  }

  /**
   * Whether other things may be done meanwhile. Who waits for a name rightly gets it when its owner
   * is stopped.
   */
  boolean stays() {
    return excused == What.NOTHING && this != TAKE_A_NAME;
  }

  /** What others need not keep while it is done. */
  What excused() {
    return excused;
  }

  /** Whether it is certain to be called, and tells that it did it. */
  boolean isSeen() {
    return switch (this) {
      case TAKE_A_NAME, EXPORT_API, HANG_IN_STOP -> false;
      default -> true;
    };
  }

  /** The name of its collector, if not one of its own. */
  Optional<String> collector() {
    return this == TAKE_A_NAME ? Optional.of("steady-a") : Optional.empty();
  }
}
