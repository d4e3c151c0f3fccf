package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.metricbay.core.collect.BundleInfo;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.collect.internal.PluginGate;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

final class FailureWatchTest {
  private final List<CollectorState> states = new ArrayList<>();
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

  /** Knows only how the collectors did. */
  private final class Gate implements PluginGate {
    @Override
    public List<CollectorStatus> collectorsOf(Bundle bundle) {
      return states.stream()
          .map(
              state ->
                  new CollectorStatus(
                      "x",
                      "",
                      new BundleInfo(1, "a", "1", "ACTIVE"),
                      state,
                      Optional.empty(),
                      Optional.empty(),
                      0))
          .toList();
    }

    @Override
    public void stage(Bundle fresh) {}

    @Override
    public List<CollectorStatus> trial(Bundle fresh, Duration limit) {
      return List.of();
    }

    @Override
    public void promote(Bundle fresh, Optional<Bundle> former) {}

    @Override
    public void freeze(Bundle former, Duration limit) {}

    @Override
    public void retire(Bundle bundle) {}

    @Override
    public void awaitScrapes() {}

    @Override
    public Duration longestScrape() {
      return Duration.ZERO;
    }

    @Override
    public void forget(Bundle bundle) {}
  }

  private boolean hasFailed(FailureWatch watch) {
    return !watch.failed(List.of(generation)).isEmpty();
  }

  @Test
  void findsAPluginWhoseCollectorsHaveAllFailedForLongEnough() {
    FailureWatch watch = new FailureWatch(gate, Duration.ofMillis(100));
    states.addAll(List.of(CollectorState.FAILED, CollectorState.HUNG));
    assertThat(hasFailed(watch)).isFalse();
    await().until(() -> hasFailed(watch));
  }

  @Test
  void beginsAnewWhenOneCollectorIsWellAgain() {
    FailureWatch watch = new FailureWatch(gate, Duration.ofMillis(100));
    states.add(CollectorState.FAILED);
    assertThat(hasFailed(watch)).isFalse();
    await().until(() -> hasFailed(watch));
    states.add(CollectorState.OK);
    assertThat(hasFailed(watch)).isFalse();
    states.remove(CollectorState.OK);
    assertThat(hasFailed(watch)).isFalse();
  }

  @Test
  void findsNothingWithoutCollectorsOrWithoutALimit() {
    FailureWatch at = new FailureWatch(gate, Duration.ofNanos(1));
    assertThat(hasFailed(at)).isFalse();
    states.add(CollectorState.FAILED);
    assertThat(hasFailed(new FailureWatch(gate, Duration.ZERO))).isFalse();
  }
}
