package org.metricbay.http.plugin;

/** Stands for what a plugin offers, as the container knows it. */
interface Proxy {
  /** Ends what it stands for, which the container does not know any more, by then at the latest. */
  void end(long deadline);
}
