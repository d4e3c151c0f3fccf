package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedBodyTest {
  private final AtomicInteger released = new AtomicInteger();
  private final List<Piece> pieces =
      List.of(new Piece(new byte[] {1, 2, 3}, 2), new Piece(new byte[] {4}, 1));
  private final SharedBody shared = new SharedBody(new Body(pieces, released::incrementAndGet));

  @Test
  void isGivenBackWhenTheLastHasIt() {
    Body one = shared.another();
    Body other = shared.another();
    assertThat(one.pieces()).isSameAs(pieces).isSameAs(other.pieces());
    assertThat(one.length()).isEqualTo(3);
    other.release();
    shared.release();
    assertThat(released).hasValue(0);
    one.release();
    assertThat(released).hasValue(1);
  }

  @Test
  void isGivenBackAtOnceIfNobodyWantsIt() {
    shared.release();
    assertThat(released).hasValue(1);
  }

  @Test
  void staysWhileTheNextMayWantIt() {
    shared.another().release();
    assertThat(released).hasValue(0);
    Body next = shared.another();
    shared.release();
    next.release();
    assertThat(released).hasValue(1);
  }
}
