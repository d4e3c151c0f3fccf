package org.metricbay.host;

import org.metricbay.text.Shown;

/** Something that the user can mend; the message is all that is shown of it. */
final class UserException extends Exception {
  private static final long serialVersionUID = 1L;

  UserException(String message) {
    super(Shown.oneLine(message));
  }

  /** A value that is not as it has to be. */
  static UserException wrong(String origin, String value, String hint) {
    return new UserException(origin + " is \"" + value + "\": " + hint);
  }
}
