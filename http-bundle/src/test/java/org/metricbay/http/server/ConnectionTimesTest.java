package org.metricbay.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.junit.jupiter.api.Test;

class ConnectionTimesTest {
  private static final long SECOND = 1_000_000_000;

  private final AtomicLong bytesIn = new AtomicLong();

  /** A connection of which only the bytes that came in are known. */
  private final AbstractConnection connection =
      new AbstractConnection(new ByteArrayEndPoint(), Runnable::run) {
        @Override
        public void onFillable() {
          throw new UnsupportedOperationException("nothing is read here");
        }

        @Override
        public long getBytesIn() {
          return bytesIn.get();
        }
      };

  private final ConnectionTimes times = new ConnectionTimes(connection, 0);

  @Test
  void whoSaysNothingIsGivenAMinute() {
    assertThat(times.isOver(59 * SECOND)).isFalse();
    assertThat(times.isOver(61 * SECOND)).isTrue();
  }

  @Test
  void aRequestMustBeThereSoonHoweverItsBytesDribble() {
    for (int second = 1; second <= 10; second++) {
      bytesIn.incrementAndGet();
      assertThat(times.isOver(second * SECOND)).as("after %s s", second).isFalse();
    }
    bytesIn.incrementAndGet();
    assertThat(times.isOver(12 * SECOND)).isTrue();
  }

  @Test
  void anAnswerMayTakeItsTime() {
    bytesIn.set(100);
    times.begun(true);
    assertThat(times.isAnswering()).isTrue();
    assertThat(times.isOver(SECOND)).isFalse();
    assertThat(times.isOver(1000 * SECOND)).isFalse();
  }

  @Test
  void betweenRequestsItMayRestAndThenBeginAgain() {
    bytesIn.set(100);
    times.begun(true);
    times.ended(SECOND);
    assertThat(times.isOver(300 * SECOND)).isFalse();
    bytesIn.set(101);
    assertThat(times.isOver(301 * SECOND)).isFalse();
    assertThat(times.isOver(312 * SECOND)).isTrue();
  }

  @Test
  void bytesOfManyRequestsAtOnceAreNobodysHalf() {
    bytesIn.set(100);
    times.begun(false);
    times.ended(SECOND);
    bytesIn.set(200);
    assertThat(times.isOver(2 * SECOND)).isFalse();
    assertThat(times.isOver(100 * SECOND)).isFalse();
  }
}
