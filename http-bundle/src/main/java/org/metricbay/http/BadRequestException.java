package org.metricbay.http;

/** A request that is malformed or contradicts itself; what the engine throws is another matter. */
final class BadRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  BadRequestException(String message, Throwable cause) {
    super(message, cause);
  }
}
