package org.metricbay.core.collect;

/** How a collector is. */
public enum CollectorState {
  /** Not collected yet. */
  NEW,
  /** The last collection was good. */
  OK,
  /** The last collection failed; the error says why. */
  FAILED,
  /** A collection has not returned in time and still runs; it is not called again meanwhile. */
  HUNG,
  /** Another bundle's collector has the same name already, so this one is never called. */
  DUPLICATE
}
