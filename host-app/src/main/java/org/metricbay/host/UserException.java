package org.metricbay.host;

/** Something that the user can mend; the message is all that is shown of it. */
final class UserException extends Exception {
  private static final long serialVersionUID = 1L;

  UserException(String message) {
    super(message);
  }
}
