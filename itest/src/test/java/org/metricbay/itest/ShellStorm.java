package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Does things at random to files and bundles, and knows what then should be there. */
final class ShellStorm {
  /** Is updated, refreshed and uninstalled too, but never stopped nor deleted. */
  static final String STEADY = "steady";

  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final List<String> COMMANDS = List.of("update", "refresh", "uninstall");

  /** Without these nobody could type on. */
  private static final List<String> PROMPT =
      List.of("org.jline", "org.apache.felix.gogo.runtime", "org.apache.felix.gogo.jline");

  private final Random random;
  private final ShellSession shell;
  private final PackedAgent agent;
  private final Map<String, Integer> folder = new TreeMap<>();
  private final TreeSet<String> stopped = new TreeSet<>();
  private final List<String> done = new ArrayList<>();

  ShellStorm(ShellSession shell, long seed) throws IOException {
    this.shell = shell;
    this.agent = shell.agent();
    this.random = new Random(seed);
    done.add("seed " + seed);
    drop(STEADY, 1);
    agent.awaitValue(STEADY + "_value", 1);
  }

  void operateOnPlugins() throws Exception {
    String name = random.nextInt(4) == 0 ? STEADY : NAMES.get(random.nextInt(NAMES.size()));
    switch (random.nextInt(name.equals(STEADY) ? 6 : 10)) {
      case 0 -> drop(name, random.nextInt(1, 4));
      case 1, 2 -> command(name, COMMANDS.get(random.nextInt(COMMANDS.size())));
      case 3, 4 -> raw(name, random.nextBoolean() ? "update" : "uninstall");
      case 5 -> install(name);
      case 6, 7 -> byHand(name, "stop");
      case 8 -> byHand(name, "start");
      default -> delete(name);
    }
  }

  private String type(String line) throws IOException {
    done.add(line);
    return shell.type(line);
  }

  private void drop(String name, int value) throws IOException {
    done.add("drop " + name + " " + value);
    folder.put(name, value);
    agent.drop(name + ".jar", PluginJar.collector(name).version(value + ".0.0").value(value));
  }

  private void delete(String name) throws Exception {
    if (folder.remove(name) != null) {
      done.add("delete " + name);
      stopped.remove(name);
      agent.delete(name + ".jar");
      agent.awaitPlugins(
          name + " to be gone", json -> PackedAgent.file(json, name + ".jar").isMissingNode());
    }
  }

  private void command(String name, String command) throws Exception {
    String target =
        switch (random.nextInt(3)) {
          case 0 -> name + ".jar";
          case 1 -> "org.example." + name;
          default -> id(name);
        };
    type(command + " " + target);
  }

  private void raw(String name, String method) throws Exception {
    String id = id(name);
    if (!id.equals("9999")) {
      type("(context:bundle " + id + ") " + method);
    }
  }

  private String id(String name) {
    JsonNode file = PackedAgent.file(agent.plugins(), name + ".jar");
    return file.path("bundleId").asText("9999");
  }

  private void install(String name) throws Exception {
    Path jar = agent.deploy().resolve(name + ".jar");
    if (Files.exists(jar)) {
      type((random.nextBoolean() ? "install " : "start ") + jar.toUri());
    }
  }

  /** An operator looks first what there is. */
  private void byHand(String name, String command) throws Exception {
    if (folder.containsKey(name)) {
      awaitReload();
      String id = id(name);
      type(random.nextBoolean() ? command + " " + id : "(context:bundle " + id + ") " + command);
      if (command.equals("stop")) {
        stopped.add(name);
      } else {
        stopped.remove(name);
      }
    }
  }

  void operateOnOwnBundle() throws Exception {
    List<ShellBundles.One> own =
        ShellBundles.of(shell).all().stream()
            .filter(one -> !one.symbolicName().startsWith("org.example."))
            .filter(one -> !one.id().equals("0"))
            .toList();
    ShellBundles.One one = own.get(random.nextInt(own.size()));
    String command = List.of("stop", "update", "refresh", "uninstall").get(random.nextInt(4));
    if (random.nextBoolean()) {
      assertThat(type(command + " " + one.id())).as(told()).contains("is part of the agent");
    } else if (!command.equals("refresh") && !PROMPT.contains(one.symbolicName())) {
      done.add(one.symbolicName());
      type("(context:bundle " + one.id() + ") " + command);
      awaitReload();
    }
  }

  /** Its commands, the web server and all else may be on the way back. */
  void awaitReload() {
    await("a reload after " + told())
        .atMost(PackedAgent.DEADLINE.multipliedBy(2))
        .ignoreExceptions()
        .until(
            () ->
                shell.type("metric:reload").contains(" well")
                    && agent.get("/-/ready").statusCode() == 200);
  }

  String told() {
    return String.join("; ", done);
  }

  void assertAsAFreshAgent(Path second) throws Exception {
    awaitReload();
    String what = told();
    List<String> expected = new ArrayList<>();
    for (String name : folder.keySet()) {
      expected.add(name + (stopped.contains(name) ? " STOPPED" : " RUNNING " + folder.get(name)));
    }
    assertThat(states(agent)).as(what).isEqualTo(expected);
    Path noted = agent.data().resolve("stopped-plugins");
    try (Stream<String> lines = Files.exists(noted) ? Files.lines(noted) : Stream.empty()) {
      assertThat(lines)
          .as(what)
          .containsExactlyElementsOf(stopped.stream().map("org.example."::concat).toList());
    }
    try (ShellSession fresh = ShellSession.start(second)) {
      for (String name : folder.keySet()) {
        fresh.agent().drop(name + ".jar", Files.readAllBytes(jar(name)));
      }
      fresh.type("metric:reload");
      assertThat(ShellBundles.of(shell).symbolicNames())
          .as(what)
          .containsExactlyInAnyOrderElementsOf(ShellBundles.of(fresh).symbolicNames());
      assertThat(collectors(agent))
          .as(what)
          .isEqualTo(
              collectors(fresh.agent()).stream().filter(name -> !stopped.contains(name)).toList());
    }
  }

  private Path jar(String name) {
    return agent.deploy().resolve(name + ".jar");
  }

  private static List<String> states(PackedAgent agent) {
    List<String> states = new ArrayList<>();
    MetricsPage page = agent.scrape();
    for (JsonNode file : agent.plugins().get("files")) {
      String name = file.get("name").asText().replace(".jar", "");
      String series = name + "_value";
      states.add(
          name
              + " "
              + file.get("state").asText()
              + (page.has(series) ? " " + (int) page.value(series) : ""));
    }
    return states;
  }

  private static List<String> collectors(PackedAgent agent) {
    List<String> names = new ArrayList<>();
    agent.plugins().get("plugins").forEach(one -> names.add(one.get("name").asText()));
    return names;
  }
}
