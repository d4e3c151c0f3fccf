package org.metricbay.host;

/** Something that the user can mend; the message is all that is shown of it. */
final class UserException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What would end the line, or change what a terminal shows. */
  private static final String UNSHOWN = "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+";

  UserException(String message) {
    super(message.replaceAll(UNSHOWN, "?"));
  }

  /** A value that is not as it has to be. */
  static UserException wrong(String origin, String value, String hint) {
    return new UserException(origin + " is \"" + value + "\": " + hint);
  }
}
