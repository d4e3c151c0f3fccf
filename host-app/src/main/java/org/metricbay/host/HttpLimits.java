package org.metricbay.host;

import java.util.Map;

/**
 * What the JDK's HTTP server allows a client. It takes these from the system properties of the JVM,
 * once, when the first server is made ({@code sun.net.httpserver.ServerConfig}).
 */
final class HttpLimits {
  private static final Map<String, String> PROPERTIES =
      Map.of(
          // An answer's head and body are two packets; the second must not wait for the client.
          "sun.net.httpserver.nodelay", "true",
          // Seconds in which a request must be there, so that nobody holds a thread by dawdling.
          "sun.net.httpserver.maxReqTime", "10",
          // Seconds from there to the end of the answer: a reload may wait for many plugins.
          "sun.net.httpserver.maxRspTime", "300",
          // How often, in milliseconds, these two are looked after.
          "sun.net.httpserver.timerMillis", "5000",
          // Seconds that a connection is kept between two requests, for example scrapes.
          "sun.net.httpserver.idleInterval", "300",
          "jdk.httpserver.maxConnections", "1000");

  private HttpLimits() {}

  /** Sets them, unless the one who started the JVM has. */
  static void apply() {
    PROPERTIES.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }
}
