package org.metricbay.network;

import java.util.function.IntConsumer;
import org.metricbay.platform.FieldReader;

/** Reads the tables of sockets: {@code /proc/net/tcp}, {@code udp} and their IPv6 twins. */
final class Sockets {
  /** The columns before the state: number, local and remote address. */
  private static final int BEFORE_STATE = 3;

  private Sockets() {}

  /** The bytes in the queues of all sockets of a table. */
  record Queues(double sending, double receiving) {}

  /**
   * Adds up the queues.
   *
   * @param states takes the number of each socket's state
   */
  static Queues parse(FieldReader line, IntConsumer states) {
    double sending = 0;
    double receiving = 0;
    line.nextLine(); // the heading
    while (line.nextLine()) {
      for (int column = 0; column < BEFORE_STATE; column++) {
        line.skip();
      }
      states.accept((int) line.hex());
      sending += line.hex(':');
      receiving += line.hex();
    }
    return new Queues(sending, receiving);
  }
}
