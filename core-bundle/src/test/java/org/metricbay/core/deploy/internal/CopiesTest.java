package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.api.MetricPlugin;
import org.metricbay.core.deploy.FileState;
import org.metricbay.core.deploy.PluginFile;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;

/** Plugins that export packages which the agent exports itself. */
@Timeout(120)
final class CopiesTest {
  private static final String API = "org.metricbay.api";
  private static final int ROUNDS = 25;

  @TempDir private Path home;

  /** What the framework exports here stands for what the agent's own bundles do. */
  private static List<String> packages(TestAgent agent) {
    return agent
        .framework()
        .adapt(BundleRevision.class)
        .getDeclaredCapabilities("osgi.wiring.package")
        .stream()
        .map(AgentPackages::nameOf)
        .filter(name -> !name.startsWith("java."))
        .sorted()
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static String exports(Random random, List<String> packages) {
    return packages.stream()
        .map(
            name ->
                name
                    + ";version="
                    + random.nextInt(10)
                    + "."
                    + random.nextInt(10)
                    + (random.nextInt(4) == 0 ? ";x=1" : "")
                    + (random.nextInt(6) == 0 ? ";x=1;mandatory:=x" : ""))
        .map(clause -> clause.replace(";x=1;x=1", ";x=1"))
        .collect(Collectors.joining(","));
  }

  private static TestJar hostile(Random random, String name, List<String> packages) {
    TestJar jar = TestJar.bundle(name, "1." + random.nextInt(9)).copyOf(MetricPlugin.class);
    jar.header("Export-Package", exports(random, packages));
    if (random.nextBoolean()) {
      String version = random.nextBoolean() ? "" : ";version=\"[0," + random.nextInt(9) + ")\"";
      String optional = random.nextBoolean() ? "" : ";resolution:=optional";
      jar.header(
          "Import-Package",
          packages.stream().map(one -> one + version + optional).collect(Collectors.joining(",")));
    }
    return jar;
  }

  @Test
  void nobodyIsWiredToThemWhateverTheyExport() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    System.out.println("seed " + seed);
    try (TestAgent agent = TestAgent.start(home)) {
      List<String> all = packages(agent);
      for (int round = 0; round < ROUNDS; round++) {
        Collections.shuffle(all, random);
        List<String> some = new ArrayList<>(all.subList(0, 1 + random.nextInt(6)));
        some.add(API);
        String name = "test.hostile" + round;
        agent.drop("hostile.jar", hostile(random, name, some));
        PluginFile file =
            agent.awaitFile(
                "hostile.jar",
                it ->
                    it.symbolicName().orElse("").equals(name) && it.state() != FileState.DEPLOYING);

        TestJar healthy = TestJar.plugin("test.healthy", "1." + round);
        if (random.nextBoolean()) {
          healthy.header("DynamicImport-Package", "*");
        }
        if (random.nextBoolean()) {
          healthy.header("Require-Bundle", name + ";resolution:=optional");
        }
        String more =
            some.stream()
                .filter(one -> !one.equals(API) && !one.equals("org.osgi.framework"))
                .map(one -> "," + one)
                .collect(Collectors.joining());
        healthy.header(
            "Import-Package", "org.osgi.framework,org.metricbay.api;version=\"[1.0,2)\"" + more);
        agent.drop("healthy.jar", healthy);
        String what = "seed " + seed + ", round " + round + ", " + file;
        agent.awaitRunning("healthy.jar", "1." + round + ".0");
        assertThat(agent.value("demo_value")).as(what).contains(1.0);
        Bundle running =
            await().atMost(TestAgent.LIMIT).until(() -> agent.bundle("test.healthy"), it -> true);
        assertThat(running.loadClass(MetricPlugin.class.getName()))
            .as(what)
            .isSameAs(MetricPlugin.class);
        assertThat(running.adapt(BundleWiring.class).getRequiredWires("osgi.wiring.package"))
            .as(what)
            .allSatisfy(wire -> assertThat(wire.getProvider().getBundle().getBundleId()).isZero());
      }
    }
  }

  /** A plugin that has a copy of the API, and does not import the agent's. */
  private static TestJar withoutTheAgents() {
    return TestJar.plugin("test.a", "1.0.0")
        .header("Import-Package", "org.osgi.framework")
        .copyOf(MetricPlugin.class);
  }

  @Test
  void anExportedCopyOfTheApiIsRefusedInWords() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("a.jar", withoutTheAgents().header("Export-Package", API + ";version=1.5.0"));
      assertThat(agent.awaitRefused("a.jar", "1.0.0"))
          .startsWith("exports org.metricbay.api, which is the agent's")
          .contains("-exportcontents");
    }
  }

  @Test
  void aPrivateCopyOfTheApiIsRefusedInWords() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("a.jar", withoutTheAgents());
      assertThat(agent.awaitRefused("a.jar", "1.0.0"))
          .startsWith("has a copy of org.metricbay.api in it, which is the agent's");
    }
  }

  @Test
  void whoExportsTheApiAndImportsItTooRunsOnTheAgents() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop(
          "a.jar",
          TestJar.plugin("test.a", "1.0.0")
              .header("Export-Package", API + ";version=1.5.0")
              .copyOf(MetricPlugin.class));
      agent.awaitRunning("a.jar", "1.0.0");
      assertThat(agent.value("demo_value")).contains(1.0);
    }
  }

  @Test
  void whoWantsTheCopysVersionIsToldWhatThereIs() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop(
          "a.jar",
          TestJar.bundle("test.a", "1.0.0").header("Export-Package", API + ";version=1.5.0"));
      assertThat(agent.awaitRefused("a.jar", "1.0.0")).startsWith("exports org.metricbay.api");
      agent.drop(
          "b.jar",
          TestJar.plugin("test.b", "1.0.0")
              .header(
                  "Import-Package", "org.osgi.framework,org.metricbay.api;version=\"[1.5,2)\""));
      assertThat(agent.awaitRefused("b.jar", "1.0.0"))
          .isEqualTo("needs package org.metricbay.api [1.5.0,2.0.0), but there is 1.1.0");
    }
  }

  @Test
  void theAgentsOwnBundlesTakeNothingOfAPlugin() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("lib.jar", TestJar.library("1.0.0", 1));
      agent.awaitState("lib.jar", FileState.RUNNING);
      byte[] own =
          TestJar.bundle("test.own", "1.0.0")
              .header("Import-Package", "org.metricbay.core.testlib;resolution:=optional")
              .header("DynamicImport-Package", "*")
              .bytes();
      Bundle bundle =
          agent.framework().getBundleContext().installBundle("own:", new ByteArrayInputStream(own));
      bundle.start();
      assertThat(bundle.adapt(BundleWiring.class).getRequiredWires(null)).isEmpty();
      assertThat(bundle.getResource("org/metricbay/core/testlib/Lib.class")).isNull();
    }
  }
}
