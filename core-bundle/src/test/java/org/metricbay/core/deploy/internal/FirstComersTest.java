package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.Shipped;
import org.metricbay.core.deploy.FileState;
import org.metricbay.core.deploy.PluginFile;

/**
 * Whatever comes, is upgraded and goes, and whenever the agent is restarted or killed, names and
 * families are those of who was there first. {@code -Dmetricbay.first.seeds=1000} tries so many,
 * {@code -Dmetricbay.first.seed=7} one.
 */
@Timeout(600)
final class FirstComersTest {
  private static final int OPERATIONS = 25;

  /** The symbolic names; the first one is of the distribution. */
  private static final List<String> NAMES = List.of("s", "a", "b", "c", "d");

  /** Files with the names of others, by another maker, which come first in the alphabet. */
  private static final List<String> RIVALS = List.of("0s.jar", "0a.jar", "0b.jar");

  private static final String SHIPPED = "s.jar";
  private static final List<String> FAMILIES = List.of("f1", "f2", "f3");

  /** What a file holds, and when it was written. */
  private record Held(int written, String collector, Set<String> families, int value) {}

  @TempDir private Path work;
  private Path home = Path.of("");
  private int homes;
  private int written;
  private final Map<String, Held> folder = new TreeMap<>();

  /** The symbolic names, the most senior one first, and the file that each one runs from. */
  private final List<String> order = new ArrayList<>();

  private final Map<String, String> runs = new HashMap<>();
  private final List<String> done = new ArrayList<>();

  static LongStream seeds() {
    Long one = Long.getLong("metricbay.first.seed");
    return one != null
        ? LongStream.of(one)
        : new Random().longs(Integer.getInteger("metricbay.first.seeds", 6), 0, 1_000_000);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void keepWhatTheyHave(long seed) throws Exception {
    Random random = new Random(seed);
    home = Files.createDirectories(work.resolve("home"));
    TestAgent agent = start();
    try {
      for (int i = 0; i < OPERATIONS; i++) {
        agent = operate(agent, random);
        check(agent);
      }
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + done + ": " + e.getMessage(), e);
    } finally {
      agent.close();
    }
  }

  private TestAgent start() throws Exception {
    return TestAgent.start(home, Shipped.PROPERTY, "test.s=" + SHIPPED + "\n");
  }

  private TestAgent operate(TestAgent agent, Random random) throws Exception {
    switch (random.nextInt(10)) {
      case 0 -> {
        return restart(agent, false);
      }
      case 1 -> {
        drop(agent, random);
        return kill(agent);
      }
      case 2 -> {
        return restart(agent, random.nextInt(3) == 0);
      }
      case 3, 4, 5 -> delete(agent, random);
      default -> drop(agent, random);
    }
    agent.deployer().reload();
    return agent;
  }

  private TestAgent restart(TestAgent agent, boolean withoutData) throws Exception {
    agent.close();
    done.add(withoutData ? "restart without data" : "restart");
    if (withoutData) {
      Files.deleteIfExists(home.resolve("data/seniority"));
      oldestFirst();
    }
    TestAgent next = start();
    next.deployer().reload();
    return next;
  }

  /** What is on disk at this moment is what another process finds after a kill. */
  private TestAgent kill(TestAgent agent) throws Exception {
    done.add("kill");
    Path copy = work.resolve("home" + homes++);
    copy(home, copy);
    agent.close();
    home = copy;
    TestAgent next = start();
    next.deployer().reload();
    return next;
  }

  private static void copy(Path from, Path to) throws IOException {
    for (String part : List.of("deploy", "data", "data/kept")) {
      Files.createDirectories(to.resolve(part));
      if (Files.isDirectory(from.resolve(part))) {
        try (Stream<Path> files = Files.list(from.resolve(part))) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            copyIfThere(file, to.resolve(part).resolve(file.getFileName()));
          }
        }
      }
    }
  }

  /** Some are only there until they are renamed. */
  private static void copyIfThere(Path from, Path to) throws IOException {
    try {
      Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    } catch (NoSuchFileException e) {
      Files.deleteIfExists(to);
    }
  }

  /** The symbolic name in a file. */
  private static String nameIn(String file) {
    return file.replace("0", "").replace(".jar", "");
  }

  private static String any(List<String> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }

  private void drop(TestAgent agent, Random random) throws Exception {
    String file = random.nextInt(3) == 0 ? any(RIVALS, random) : any(NAMES, random) + ".jar";
    Set<String> families = new HashSet<>(FAMILIES);
    families.removeIf(family -> random.nextBoolean());
    String collector = random.nextInt(3) == 0 ? any(NAMES, random) : "of" + file.charAt(0);
    Held held = new Held(written++, collector, families, written);
    done.add("drop " + file + " " + held);
    TestJar jar =
        TestJar.plugin("test." + nameIn(file), random.nextInt(1, 9) + "." + written + ".0")
            .header("Bundle-Vendor", file.startsWith("0") ? "Other" : "Acme")
            .set("names", held.collector())
            .set(
                "also",
                String.join(",", families.stream().map(it -> it + "=" + held.value()).toList()));
    agent.drop(file, jar);
    folder.put(file, held);
    String name = nameIn(file);
    if (!order.contains(name)) {
      order.add(name);
    }
    if (!runs.containsKey(name) || file.equals(SHIPPED)) {
      runs.put(name, file);
    }
  }

  private void delete(TestAgent agent, Random random) throws Exception {
    if (folder.isEmpty()) {
      return;
    }
    String file = any(List.copyOf(folder.keySet()), random);
    done.add("delete " + file);
    agent.delete(file);
    agent.awaitGone(file);
    agent.deployer().reload();
    folder.remove(file);
    String name = nameIn(file);
    if (file.equals(runs.get(name))) {
      order.remove(name);
      runs.remove(name);
      folder.keySet().stream()
          .filter(other -> nameIn(other).equals(name))
          .findFirst()
          .ifPresent(other -> takesOver(name, other));
    }
  }

  private void takesOver(String name, String file) {
    order.add(name);
    runs.put(name, file);
  }

  private Held held(String file) {
    return Objects.requireNonNull(folder.get(file), file);
  }

  private void oldestFirst() {
    order.clear();
    runs.clear();
    List<String> files = new ArrayList<>(folder.keySet());
    files.sort(Comparator.comparing(file -> held(file).written()));
    for (String file : files) {
      if (!runs.containsKey(nameIn(file))) {
        takesOver(nameIn(file), file);
      } else if (file.equals(SHIPPED)) {
        runs.put("s", SHIPPED);
      }
    }
  }

  private void check(TestAgent agent) throws Exception {
    Map<String, FileState> states = new TreeMap<>();
    for (PluginFile file : agent.deployer().files()) {
      states.put(file.file(), file.state());
    }
    Map<String, FileState> expected = new TreeMap<>();
    for (String file : folder.keySet()) {
      boolean isFirst = file.equals(runs.get(nameIn(file)));
      expected.put(file, isFirst ? FileState.RUNNING : FileState.DUPLICATE);
    }
    assertThat(states).isEqualTo(expected);

    Map<String, String> collectors = new TreeMap<>();
    Map<String, Double> values = new TreeMap<>();
    Set<String> duplicates = new HashSet<>();
    for (String name : seniorFirst()) {
      Held held = held(runs.getOrDefault(name, ""));
      if (collectors.putIfAbsent(held.collector(), "test." + name) == null) {
        held.families().forEach(family -> values.putIfAbsent(family, (double) held.value()));
      } else {
        duplicates.add("test." + name);
      }
    }
    Map<String, Double> shown = new TreeMap<>();
    for (String family : FAMILIES) {
      agent.value(family).ifPresent(value -> shown.put(family, value));
    }
    assertThat(shown).isEqualTo(values);
    assertThat(
            agent.engine().collectors().stream()
                .filter(status -> status.state() == CollectorState.DUPLICATE)
                .map(status -> status.bundle().symbolicName()))
        .containsExactlyInAnyOrderElementsOf(duplicates);
  }

  private List<String> seniorFirst() {
    List<String> all = new ArrayList<>(order);
    if (SHIPPED.equals(runs.get("s"))) {
      all.remove("s");
      all.add(0, "s");
    }
    return all;
  }
}
