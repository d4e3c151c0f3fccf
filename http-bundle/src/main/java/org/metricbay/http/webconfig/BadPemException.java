package org.metricbay.http.webconfig;

/** Text that is not the PEM that is wanted; the message follows a file's name. */
final class BadPemException extends Exception {
  BadPemException(String problem) {
    super(problem);
  }
}
