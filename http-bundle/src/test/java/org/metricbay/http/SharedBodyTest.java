package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedBodyTest {
  private final AtomicInteger released = new AtomicInteger();
  private final byte[] bytes = {1, 2, 3};
  private final SharedBody shared = new SharedBody(new Body(bytes, 2, released::incrementAndGet));

  @Test
  void isGivenBackWhenTheLastHasIt() {
    Body one = shared.another();
    Body other = shared.another();
    assertThat(one.bytes()).isSameAs(bytes).isSameAs(other.bytes());
    assertThat(one.length()).isEqualTo(2);
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
