package org.metricbay.core.collect;

import java.util.Collection;

/** A request named a collector that there is not. The message lists those that there are. */
public final class UnknownCollectorException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Names the missing collector and the present ones. */
  public UnknownCollectorException(String name, Collection<String> present) {
    super(
        "there is no collector \""
            + name
            + "\"; there are: "
            + (present.isEmpty() ? "none" : String.join(", ", present)));
  }
}
