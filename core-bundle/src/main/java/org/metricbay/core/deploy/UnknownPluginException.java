package org.metricbay.core.deploy;

/** Nothing in the folder is called so. The message is for an operator to read. */
public final class UnknownPluginException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what is not there. */
  public UnknownPluginException(String message) {
    super(message);
  }
}
