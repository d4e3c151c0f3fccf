package org.metricbay.core.deploy.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes bundles at random that need each other: {@code g0} exports {@code g.p0}, and so on. Some
 * are extenders that others need to be there, some of the plugins must not run twice at once.
 */
final class Graph {
  static final int NODES = 12;

  private static final List<String> VERSIONS = List.of("1.0.0", "1.1.0", "2.0.0");
  private static final List<String> RANGES = List.of("0", "[1,2)", "[1,2)", "[1.1,3)", "[2,3)");

  private final Random random;
  private final int nodes;
  private final boolean[] plugins = new boolean[NODES];
  private final boolean[] stopFirst = new boolean[NODES];
  private final boolean[] extenders = new boolean[NODES];
  private int made;

  Graph(Random random) {
    this.random = random;
    this.nodes = random.nextInt(2, NODES + 1);
    for (int i = 0; i < NODES; i++) {
      plugins[i] = random.nextInt(3) == 0;
      stopFirst[i] = plugins[i] && random.nextInt(3) == 0;
      extenders[i] = !plugins[i] && random.nextInt(3) == 0;
    }
  }

  /**
   * One release of a bundle.
   *
   * @param salt what it gives, which no other does
   */
  record Release(int node, String version, boolean plugin, List<String> headers, int salt) {

    TestJar jar() {
      String name = "g" + node;
      TestJar jar =
          plugin
              ? TestJar.plugin(name, version)
                  .set("names", name)
                  .set("value", Integer.toString(salt))
              : TestJar.bundle(name, version).entry("salt", Integer.toString(salt));
      for (int i = 0; i < headers.size(); i += 2) {
        jar.header(headers.get(i), headers.get(i + 1));
      }
      return jar;
    }

    @Override
    public String toString() {
      return "g" + node + " " + version + (plugin ? " plugin " : " ") + headers + " #" + salt;
    }
  }

  int node() {
    return random.nextInt(nodes);
  }

  Release release(int node) {
    String version = pick(VERSIONS);
    List<String> imports = new ArrayList<>();
    List<String> required = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      int other = node();
      if (other != node && random.nextInt(6) == 0) {
        required.add("g" + other + ";bundle-version=\"" + pick(RANGES) + "\"" + resolution());
      } else if (imports.stream().noneMatch(known -> known.startsWith("g.p" + other + ";"))) {
        imports.add("g.p" + other + ";version=\"" + pick(RANGES) + "\"" + resolution());
      }
    }
    if (plugins[node]) {
      imports.add("org.osgi.framework");
      imports.add("org.metricbay.api;version=\"[1.0,2)\"");
    }
    List<String> headers = new ArrayList<>();
    headers.add("Export-Package");
    headers.add("g.p" + node + ";version=" + version);
    add(headers, "Import-Package", imports);
    add(headers, "Require-Bundle", required.stream().distinct().limit(1).toList());
    if (extenders[node]) {
      String name = "osgi.extender=e" + node + ";version:Version=" + version;
      add(headers, "Provide-Capability", List.of("osgi.extender;" + name));
    }
    int extender = node();
    if (extenders[extender] && extender != node && random.nextInt(3) == 0) {
      String filter = "osgi.extender;filter:=\"(osgi.extender=e" + extender + ")\"";
      add(headers, "Require-Capability", List.of(filter + resolution()));
    }
    if (stopFirst[node]) {
      add(headers, "Metricbay-Upgrade", List.of("stop-first"));
    }
    return new Release(node, version, plugins[node], headers, made++);
  }

  private static void add(List<String> headers, String name, List<String> clauses) {
    if (!clauses.isEmpty()) {
      headers.add(name);
      headers.add(String.join(",", clauses));
    }
  }

  private String resolution() {
    return random.nextInt(4) == 0 ? ";resolution:=optional" : "";
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
