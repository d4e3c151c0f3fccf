package org.metricbay.soak;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A plugin of which the load makes version after version. For use by one thread.
 *
 * <p>A healthy one is only ever given good versions; a churned one anything.
 */
final class Subject {

  /** Makes the JAR with this number. */
  @FunctionalInterface
  interface Jars {
    byte[] good(int number) throws IOException;
  }

  private final String symbolicName;
  private final boolean healthy;
  private final Jars jars;
  private List<String> collectors;
  private String file;
  private int newest;

  private Subject(
      String file, String symbolicName, List<String> collectors, boolean healthy, Jars jars) {
    this.file = file;
    this.symbolicName = symbolicName;
    this.collectors = collectors;
    this.healthy = healthy;
    this.jars = jars;
  }

  /** A plugin of ours with one collector. */
  static Subject generated(String name, boolean healthy) {
    return new Subject(
        name + ".jar",
        "soak." + name,
        List.of(name),
        healthy,
        number -> new PluginJar(name, number, PluginJar.Flavor.GOOD).bytes());
  }

  /**
   * A plugin of the distribution, whose versions differ by their number only. Which collectors it
   * has, the agent tells.
   */
  static Subject packed(String file, byte[] jar) throws IOException {
    return new Subject(
        file,
        PluginJar.symbolicName(jar),
        List.of(),
        true,
        number -> PluginJar.withVersion(jar, "1.0." + number));
  }

  /** Takes the names of its collectors from what the agent says of all. */
  void learnCollectors(JsonNode overview) {
    List<String> names = new ArrayList<>();
    for (JsonNode plugin : overview.path("plugins")) {
      if (plugin.path("bundle").path("symbolicName").asText().equals(symbolicName)) {
        names.add(plugin.path("name").asText());
      }
    }
    collectors = List.copyOf(names);
  }

  boolean isHealthy() {
    return healthy;
  }

  String file() {
    return file;
  }

  void movedTo(String other) {
    file = other;
  }

  String symbolicName() {
    return symbolicName;
  }

  /** The names of its collectors. */
  List<String> collectors() {
    return collectors;
  }

  String collector() {
    return collectors.get(0);
  }

  /** The series whose value is the number of the running version; of a generated plugin only. */
  String valueSeries() {
    return "soak_value{plugin=\"" + collector() + "\"}";
  }

  /** The number of the newest version so far. */
  int newest() {
    return newest;
  }

  int next() {
    return ++newest;
  }

  byte[] jar(int number) throws IOException {
    return jars.good(number);
  }

  byte[] bad(PluginJar.Flavor flavor) throws IOException {
    return new PluginJar(collector(), next(), flavor).bytes();
  }
}
