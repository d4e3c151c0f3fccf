package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

final class FailureWatchTest {
  private Duration failingFor = Duration.ZERO;
  private final Generation generation =
      new Generation(
          (Bundle)
              Proxy.newProxyInstance(
                  Bundle.class.getClassLoader(),
                  new Class<?>[] {Bundle.class},
                  (proxy, method, arguments) ->
                      switch (method.getName()) {
                        case "hashCode" -> 1;
                        case "equals" -> arguments != null && proxy == arguments[0];
                        default -> null;
                      }),
          new Artifact("a.jar", "d", "a", Version.emptyVersion, 0, false));

  private boolean hasFailed(Duration limit) {
    return !new FailureWatch(bundle -> failingFor, limit).failed(List.of(generation)).isEmpty();
  }

  @Test
  void findsAPluginThatHasFailedForLongEnough() {
    Duration limit = Duration.ofSeconds(30);
    failingFor = limit.minusNanos(1);
    assertThat(hasFailed(limit)).isFalse();
    failingFor = limit;
    assertThat(hasFailed(limit)).isTrue();
  }

  @Test
  void findsNothingWithoutALimit() {
    failingFor = Duration.ofDays(1);
    assertThat(hasFailed(Duration.ZERO)).isFalse();
  }
}
