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
   * @param file how the table is named to people
   * @param states takes the number of each socket's state
   */
  static Queues parse(
      String file, FieldReader lines, IntConsumer states, FieldReader.Unreadable unreadable) {
    Sum sum = new Sum();
    lines.nextLine(); // the heading
    lines.eachUsableLine(
        file,
        line -> {
          for (int column = 0; column < BEFORE_STATE; column++) {
            line.skip();
          }
          int state = (int) line.hex();
          double toSend = line.hex(':');
          double received = line.hex();
          states.accept(state);
          sum.sending += toSend;
          sum.receiving += received;
        },
        unreadable);
    return new Queues(sum.sending, sum.receiving);
  }

  private static final class Sum {
    private double sending;
    private double receiving;
  }
}
