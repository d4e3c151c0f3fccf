package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.deploy.FileState;
import org.metricbay.core.deploy.PluginFile;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Whatever comes and goes in whatever order, the agent settles, and then is as one is that starts
 * with the folder as it is. {@code -Dmetricbay.graph.seeds=1000} tries so many other graphs, {@code
 * -Dmetricbay.graph.seed=7} one.
 */
@Timeout(600)
final class AnyOrderTest {
  private static final int SEEDS = 100;
  private static final int OPERATIONS = 40;

  private static final String OTHER = "other.jar";

  /** More failures than these tell nothing more. */
  private static final int MOST_TOLD = 5;

  @TempDir private Path home;
  private final List<String> done = new ArrayList<>();
  private final SortedMap<String, Graph.Release> folder = new TreeMap<>();

  /** Releases that cannot be started now, by their salt. */
  private final Failing failing = new Failing();

  /** The same ones in each build. */
  private static LongStream seeds() {
    Long one = Long.getLong("metricbay.graph.seed");
    Integer others = Integer.getInteger("metricbay.graph.seeds");
    if (one != null) {
      return LongStream.of(one);
    }
    return others == null
        ? LongStream.rangeClosed(1, SEEDS)
        : new Random().longs(others, 0, 1_000_000);
  }

  @Test
  void theStateIsAFunctionOfTheFolder() throws Exception {
    List<String> failures = new ArrayList<>();
    TestAgent agent = TestAgent.start(home.resolve("lasting"));
    try {
      for (long seed : (Iterable<Long>) seeds()::iterator) {
        System.out.println("seed " + seed);
        try {
          run(agent, seed);
          clear(agent);
        } catch (AssertionError | IllegalStateException e) {
          failures.add(
              "seed %d: %s%n  folder: %s%n  %s"
                  .formatted(seed, String.join("\n  ", done), folder, e.getMessage()));
          failing.recoverAll();
          agent.close();
          agent = TestAgent.start(home.resolve("after" + failures.size()));
        }
        folder.clear();
        done.clear();
        if (failures.size() >= MOST_TOLD) {
          break;
        }
      }
    } finally {
      agent.close();
    }
    assertThat(failures).as(failures.size() + " failed").isEmpty();
  }

  private void run(TestAgent agent, long seed) throws Exception {
    Random random = new Random(seed);
    Graph graph = new Graph(random);
    for (int i = 0; i < OPERATIONS; i++) {
      DeployCounts before = agent.deployer().counts();
      Set<String> ran = contents(agent);
      int together = random.nextInt(5) == 0 ? random.nextInt(2, 5) : 1;
      for (int j = 0; j < together; j++) {
        operate(agent, graph, random);
      }
      agent.settle();
      checkRestarts(agent, before, ran, together);
    }
    // What has failed is tried again by itself, but with pauses.
    failing.recoverAll();
    tryAllAgain(agent, random.nextBoolean());
    SortedMap<String, String> state = stateOf(agent);
    assertThat(state).as("after all of this").isEqualTo(stateAfterRestart(agent, seed, "kept"));
    if (isAllFromFolder(agent)) {
      assertThat(state).as("without data").isEqualTo(stateAfterRestart(agent, seed, "nothing"));
    }
  }

  /** By a reload, or by a change that has to do with none of them. */
  private void tryAllAgain(TestAgent agent, boolean byChange) throws IOException {
    done.add(byChange ? "drop " + OTHER : "reload");
    if (byChange) {
      agent.drop(OTHER, TestJar.bundle("other", "1.0.0"));
      agent.settle();
    } else {
      agent.deployer().reload();
    }
  }

  private SortedMap<String, String> stateAfterRestart(TestAgent agent, long seed, String what)
      throws Exception {
    Path copy = Files.createDirectories(home.resolve("fresh" + seed + what));
    copy(agent.deploy, copy.resolve("deploy"));
    copy(agent.data.resolve(what), copy.resolve("data").resolve(what));
    copyFile(agent.data.resolve("seniority"), copy.resolve("data"), what.equals("kept"));
    try (TestAgent fresh = TestAgent.start(copy)) {
      fresh.deployer().ready().toCompletableFuture().join();
      fresh.settle();
      return stateOf(fresh);
    }
  }

  /** Without what is kept, only what lies in the folder can run. */
  private static boolean isAllFromFolder(TestAgent agent) {
    List<Long> shown = new ArrayList<>();
    for (PluginFile file : agent.deployer().files()) {
      boolean own = file.runningVersion().isEmpty() || file.state() == FileState.RUNNING;
      if (!own) {
        return false;
      }
      file.bundleId().ifPresent(shown::add);
    }
    return shown.size() == installed(agent).size();
  }

  private void operate(TestAgent agent, Graph graph, Random random) throws IOException {
    int node = graph.node();
    String file = "g" + node + (random.nextInt(8) == 0 ? "-other.jar" : ".jar");
    int choice = random.nextInt(12);
    if (choice < 3) {
      if (folder.remove(file) != null) {
        done.add("delete " + file);
        agent.delete(file);
      }
    } else if (choice < 4) {
      Graph.Release release = folder.get(file);
      if (release != null && release.plugin()) {
        fails(release, !failing.contains(release.salt()));
      }
    } else {
      Graph.Release release = graph.release(node);
      if (release.plugin() && random.nextInt(8) == 0) {
        fails(release, true);
      }
      done.add("drop " + file + ": " + release);
      folder.put(file, release);
      agent.drop(file, release.jar());
    }
  }

  private void fails(Graph.Release release, boolean fails) {
    done.add(
        (fails ? "from now on cannot be started: #" : "could be started again: #")
            + release.salt());
    if (fails) {
      failing.fail(release.salt());
    } else {
      failing.recover(release.salt());
    }
  }

  /**
   * Each bundle at most once for each that has changed. There may be more bundles than files, as of
   * a library an earlier version may run for others.
   */
  private void checkRestarts(
      TestAgent agent, DeployCounts before, Set<String> ran, int operations) {
    DeployCounts now = agent.deployer().counts();
    Set<String> changes = contents(agent);
    Set<String> stayed = new TreeSet<>(ran);
    stayed.retainAll(changes);
    changes.addAll(ran);
    int bundles = changes.size() - 1; // Without the framework's own.
    changes.removeAll(stayed);
    // Where an upgrade fails, the version before may have to be started again.
    long changed =
        Math.max(changes.size(), now.upgrades() - before.upgrades())
            + now.refusals()
            - before.refusals();
    long restarts = now.restarts() - before.restarts();
    done.add("  " + restarts + " restarts");
    assertThat(restarts)
        .as("restarts after %s operations that changed %s bundles", operations, changed)
        .isLessThanOrEqualTo(changed * Math.max(bundles, folder.size()));
  }

  /** What the bundles are made of, each with the file that it came from. */
  private static Set<String> contents(TestAgent agent) {
    return Arrays.stream(agent.framework().getBundleContext().getBundles())
        .map(bundle -> bundle.getLocation().replaceFirst("&install=.*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void copyFile(Path file, Path to, boolean really) throws IOException {
    if (really && Files.exists(file)) {
      Files.copy(file, to.resolve(file.getFileName()));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.exists(from) ? Files.list(from) : Stream.empty()) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private void clear(TestAgent agent) throws Exception {
    for (PluginFile file : agent.deployer().files()) {
      agent.delete(file.file());
    }
    agent.settle();
    assertThat(agent.deployer().files()).isEmpty();
    assertThat(installed(agent)).isEmpty();
  }

  private static List<String> installed(TestAgent agent) {
    return Arrays.stream(agent.framework().getBundleContext().getBundles())
        .filter(bundle -> bundle.getBundleId() != 0)
        .map(PluginBundles::label)
        .sorted()
        .toList();
  }

  private static SortedMap<String, String> stateOf(TestAgent agent) throws Exception {
    SortedMap<String, String> state = new TreeMap<>();
    for (PluginFile file : agent.deployer().files()) {
      state.put(
          file.file(),
          file.state()
              + " "
              + file.runningVersion().orElse("nothing")
              + " "
              + agent.value(file.symbolicName().orElse("none") + "_value").orElse(-1.0));
    }
    for (Bundle bundle : agent.framework().getBundleContext().getBundles()) {
      if (bundle.getBundleId() != 0) {
        state.put("bundle " + PluginBundles.label(bundle), wires(bundle).toString());
      }
    }
    state.put("bundles", installed(agent).toString());
    return state;
  }

  /** Whose classes it uses. */
  private static Set<String> wires(Bundle bundle) {
    TreeSet<String> wires = new TreeSet<>();
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    if (wiring == null) {
      wires.add("not resolved");
      return wires;
    }
    for (BundleWire wire : wiring.getRequiredWires(null)) {
      Bundle provider = wire.getProvider().getBundle();
      if (provider.getBundleId() != 0) {
        boolean gone = provider.getState() == Bundle.UNINSTALLED;
        wires.add(
            wire.getRequirement().getDirectives().get("filter")
                + " by "
                + PluginBundles.label(provider)
                + (gone ? ", which is gone" : ""));
      }
    }
    return wires;
  }
}
