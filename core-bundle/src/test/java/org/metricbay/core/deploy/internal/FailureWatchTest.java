package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.collect.internal.PluginGate;
import org.metricbay.core.collect.internal.Starts;
import org.metricbay.core.collect.internal.Switching;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

final class FailureWatchTest {
  private Duration failingFor = Duration.ZERO;
  private final PluginGate gate = new Gate();
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

  /** Knows only how long the collectors have failed. */
  private final class Gate implements PluginGate {
    @Override
    public List<CollectorStatus> collectorsOf(Bundle bundle) {
      return List.of();
    }

    @Override
    public Duration failingFor(Bundle bundle) {
      return failingFor;
    }

    @Override
    public Starts starts() {
      throw new IllegalStateException("nothing is started");
    }

    @Override
    public Switching switching() {
      throw new IllegalStateException("nothing is switched");
    }

    @Override
    public void rank(ToIntFunction<Bundle> ranks) {}

    @Override
    public void stage(Bundle fresh) {}

    @Override
    public void hold(Bundle fresh) {}

    @Override
    public List<CollectorStatus> trial(Bundle fresh, Duration limit) {
      return List.of();
    }

    @Override
    public void promote(Bundle fresh, Optional<Bundle> former) {}

    @Override
    public void freeze(Bundle former, Duration limit, Duration keep) {}

    @Override
    public void thaw(Bundle former) {}

    @Override
    public void forgetGone(Predicate<Bundle> awaited) {}

    @Override
    public boolean isLive(Bundle bundle) {
      return false;
    }

    @Override
    public void retire(Bundle bundle) {}

    @Override
    public void awaitScrapes(Duration limit) {}

    @Override
    public Duration longestScrape() {
      return Duration.ZERO;
    }

    @Override
    public void forget(Bundle bundle) {}
  }

  private boolean hasFailed(Duration limit) {
    return !new FailureWatch(gate, limit).failed(List.of(generation)).isEmpty();
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
