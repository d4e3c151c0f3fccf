package org.metricbay.http.access;

import java.util.Optional;

/**
 * What the server knows of a request, which it hands to the guard and to nobody else.
 *
 * @param reachable whether it came by an address that other machines can reach
 * @param own whether the agent asks itself, by a connection that nobody else can have
 * @param authorization its header of that name, which no servlet sees
 */
public record Incoming(boolean reachable, boolean own, Optional<String> authorization) {
  /** The attribute of the request that it is until the guard takes it. */
  public static final String ATTRIBUTE = "org.metricbay.http.incoming";

  /** Keeps a password or a token out of logs. */
  @Override
  public String toString() {
    return "Incoming[reachable=" + reachable + "]";
  }
}
