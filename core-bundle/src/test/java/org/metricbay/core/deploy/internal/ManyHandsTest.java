package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.metricbay.core.deploy.FileState;
import org.metricbay.core.deploy.PluginFile;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * Whatever is done to bundles at random, after a reload there is what the folder says, and nothing
 * else. {@code -Dmetricbay.hands.seeds=1000} tries so many, {@code -Dmetricbay.hands.seed=7} one.
 */
@Timeout(600)
final class ManyHandsTest {
  private static final int OPERATIONS = 30;
  private static final List<String> NAMES = List.of("a", "b", "c");

  /** Is updated, refreshed and uninstalled too, but never stopped nor deleted. */
  private static final String STEADY = "steady";

  @TempDir private Path home;
  private final Map<String, Integer> folder = new TreeMap<>();
  private final TreeSet<String> stopped = new TreeSet<>();
  private final List<String> done = new CopyOnWriteArrayList<>();

  /** The same ones in each build; {@code -Dmetricbay.hands.seeds=100} takes others each time. */
  static LongStream seeds() {
    Long one = Long.getLong("metricbay.hands.seed");
    Integer others = Integer.getInteger("metricbay.hands.seeds");
    if (one != null) {
      return LongStream.of(one);
    }
    return others == null
        ? LongStream.of(1, 2, 3, 4, 317854, 689691)
        : new Random().longs(others, 0, 1_000_000);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void endsInWhatTheFolderSays(long seed) throws Exception {
    Random random = new Random(seed);
    try (TestAgent agent = TestAgent.start(home)) {
      drop(agent, STEADY, 1);
      agent.awaitRunning(STEADY + ".jar", "1.0.0");
      try (Watched watched = Watched.of(agent, this::now, STEADY + "_value")) {
        for (int i = 0; i < OPERATIONS; i++) {
          operate(agent, random);
        }
        agent.deployer().reload();
        watched.awaitMore();
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + done + ": " + e.getMessage(), e);
      }
      check(agent, seed);
    }
    try (TestAgent agent = TestAgent.start(home)) {
      agent.deployer().reload();
      check(agent, seed);
    }
  }

  private String now() {
    return "after " + done.size() + " steps";
  }

  private void operate(TestAgent agent, Random random) throws Exception {
    String name = random.nextInt(5) == 0 ? STEADY : NAMES.get(random.nextInt(NAMES.size()));
    int choice = random.nextInt(name.equals(STEADY) ? 8 : 14);
    switch (choice) {
      case 0, 1 -> drop(agent, name, random.nextInt(1, 4));
      case 2, 3 -> each(agent, name, "update", Bundle::update);
      case 4 -> each(agent, name, "refresh", bundle -> refresh(agent, bundle));
      case 5 -> each(agent, name, "uninstall", Bundle::uninstall);
      case 6 -> install(agent, name);
      case 7 -> {
        done.add("restart the deployer");
        agent.restartDeployer(() -> {});
      }
      case 8, 9, 10 -> byHand(agent, name, true);
      case 11, 12 -> byHand(agent, name, false);
      default -> delete(agent, name);
    }
  }

  private void drop(TestAgent agent, String name, int value) throws Exception {
    done.add("drop " + name + " " + value);
    folder.put(name, value);
    agent.drop(
        name + ".jar",
        TestJar.plugin("test." + name, value + ".0.0")
            .set("names", name)
            .set("value", Integer.toString(value)));
  }

  private void delete(TestAgent agent, String name) throws Exception {
    if (folder.remove(name) != null) {
      done.add("delete " + name);
      stopped.remove(name);
      agent.delete(name + ".jar");
      agent.awaitGone(name + ".jar");
    }
  }

  private interface Deed {
    void to(Bundle bundle) throws BundleException, InterruptedException;
  }

  private void each(TestAgent agent, String name, String what, Deed deed) throws Exception {
    for (Bundle bundle : agent.bundles("test." + name)) {
      done.add(what + " " + name + " (" + bundle.getBundleId() + ")");
      try {
        deed.to(bundle);
      } catch (BundleException | IllegalStateException e) {
        // Such as that it is gone already.
        done.add(String.valueOf(e.getMessage()));
      }
    }
  }

  private static void refresh(TestAgent agent, Bundle bundle) throws InterruptedException {
    agent.refresh(bundle);
  }

  private void install(TestAgent agent, String name) throws Exception {
    Path jar = agent.deploy.resolve(name + ".jar");
    if (Files.exists(jar)) {
      done.add("install " + name);
      try {
        agent.framework().getBundleContext().installBundle(jar.toUri().toString()).start();
      } catch (BundleException e) {
        done.add(String.valueOf(e.getMessage()));
      }
    }
  }

  /** An operator looks first what there is, and again if that has just been replaced. */
  private void byHand(TestAgent agent, String name, boolean stop) throws Exception {
    boolean isDone = !folder.containsKey(name);
    for (int tries = 5; !isDone; tries--) {
      agent.deployer().reload();
      PluginFile file = agent.file(name + ".jar").orElseThrow();
      Bundle bundle = agent.framework().getBundleContext().getBundle(file.bundleId().orElseThrow());
      done.add((stop ? "stop " : "start ") + name + " (" + bundle.getBundleId() + ")");
      try {
        byHand(bundle, name, stop);
        isDone = true;
      } catch (IllegalStateException e) {
        assertThat(tries).as("it is replaced all the time").isPositive();
      }
    }
  }

  private void byHand(Bundle bundle, String name, boolean stop) throws BundleException {
    if (stop) {
      bundle.stop();
      stopped.add(name);
    } else {
      bundle.start();
      stopped.remove(name);
    }
  }

  private void check(TestAgent agent, long seed) throws Exception {
    Map<String, String> expected = new TreeMap<>();
    Map<String, String> found = new TreeMap<>();
    for (Map.Entry<String, Integer> file : folder.entrySet()) {
      String name = file.getKey();
      boolean stays = stopped.contains(name);
      expected.put(
          name,
          (stays ? FileState.STOPPED : FileState.RUNNING)
              + " "
              + (stays ? Optional.empty() : Optional.of((double) file.getValue())));
      found.put(
          name,
          agent.file(name + ".jar").orElseThrow().state() + " " + agent.value(name + "_value"));
    }
    String what = "seed " + seed + ": " + done;
    assertThat(found).as(what).isEqualTo(expected);
    assertThat(
            Arrays.stream(agent.framework().getBundleContext().getBundles())
                .filter(bundle -> bundle.getBundleId() != 0)
                .map(bundle -> bundle.getSymbolicName() + " " + bundle.getVersion()))
        .as(what)
        .containsExactlyInAnyOrderElementsOf(
            folder.entrySet().stream()
                .map(file -> "test." + file.getKey() + " " + file.getValue() + ".0.0")
                .toList());
    Path noted = agent.data.resolve("stopped-plugins");
    try (Stream<String> lines = Files.exists(noted) ? Files.lines(noted) : Stream.empty()) {
      assertThat(lines)
          .as(what)
          .containsExactlyInAnyOrderElementsOf(
              stopped.stream().map(name -> "test." + name).toList());
    }
  }
}
