package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.collect.Clash;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.collect.Shipped;
import org.metricbay.core.deploy.FileState;
import org.metricbay.core.deploy.PluginFile;

/** Who was there first keeps names, families, series and symbolic names. */
@Timeout(60)
final class SeniorityTest {
  private static final String CPU = "org.metricbay.cpu";

  @TempDir private Path home;

  private static TestJar plugin(String name, String version) {
    return TestJar.plugin("test." + name, version).set("names", name);
  }

  private static Optional<CollectorStatus> collector(TestAgent agent, String bundle) {
    return agent.engine().collectors().stream()
        .filter(status -> status.bundle().symbolicName().equals(bundle))
        .findFirst();
  }

  private static List<Clash> clashes(TestAgent agent, String bundle) {
    return collector(agent, bundle).orElseThrow().clashes();
  }

  private static void age(TestAgent agent, String file, String time) throws Exception {
    Files.setLastModifiedTime(agent.deploy.resolve(file), FileTime.from(Instant.parse(time)));
  }

  @Test
  void aNewcomerWhoseNameSortsFirstTakesNoFamily() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("z.jar", plugin("z", "1.0.0").set("value", "1"));
      agent.awaitRunning("z.jar", "1.0.0");
      agent.drop("a.jar", plugin("a", "1.0.0").set("also", "z_value"));
      agent.awaitRunning("a.jar", "1.0.0");
      // Found at the trial: nobody has scraped.
      assertThat(clashes(agent, "test.a"))
          .singleElement()
          .satisfies(
              clash -> {
                assertThat(clash.keeper().collector()).isEqualTo("z");
                assertThat(clash.loser().collector()).isEqualTo("a");
                assertThat(clash.what()).isEqualTo("z_value (1 series: {})");
              });
      assertThat(clashes(agent, "test.z")).isEqualTo(clashes(agent, "test.a"));
      assertThat(agent.value("z_value")).contains(1.0);
      assertThat(agent.value("metricbay_collector_lost_series")).contains(1.0);

      agent.drop("z.jar", plugin("z", "2.0.0").set("value", "2"));
      agent.awaitRunning("z.jar", "2.0.0");
      assertThat(agent.value("z_value")).contains(2.0);
      agent.drop("a.jar", plugin("a", "2.0.0"));
      agent.awaitRunning("a.jar", "2.0.0");
      assertThat(agent.value("z_value")).contains(2.0);
      assertThat(agent.value("metricbay_collector_lost_series")).isEmpty();
      assertThat(clashes(agent, "test.a")).isEmpty();
    }
  }

  @Test
  void whatIsOnTrialTogetherIsComparedToo() throws Exception {
    Files.createDirectories(home.resolve("deploy"));
    for (String name : List.of("a", "b", "c")) {
      Files.write(
          home.resolve("deploy/" + name + ".jar"),
          plugin(name, "1.0.0").set("also", "same_value").bytes());
    }
    try (TestAgent agent = TestAgent.start(home)) {
      agent.awaitRunning("a.jar", "1.0.0");
      agent.awaitRunning("b.jar", "1.0.0");
      agent.awaitRunning("c.jar", "1.0.0");
      await().atMost(TestAgent.LIMIT).until(() -> !clashes(agent, "test.c").isEmpty());
      await().atMost(TestAgent.LIMIT).until(() -> !clashes(agent, "test.b").isEmpty());
    }
  }

  @Test
  void collectorNamesStayWithWhoHadThemAlsoAfterARestart() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("z.jar", plugin("z", "1.0.0").set("value", "1"));
      agent.awaitRunning("z.jar", "1.0.0");
      agent.drop("a.jar", TestJar.plugin("test.a", "1.0.0").set("names", "z").set("value", "2"));
      agent.awaitRunning("a.jar", "1.0.0");
      checkNames(agent);
      agent.drop("z.jar", plugin("z", "1.1.0").set("value", "1"));
      agent.awaitRunning("z.jar", "1.1.0");
      checkNames(agent);
      // Older than the other, by its file alone.
      age(agent, "a.jar", "2001-01-01T00:00:00Z");
    }
    try (TestAgent agent = TestAgent.start(home)) {
      agent.deployer().reload();
      checkNames(agent);
    }
    Files.delete(home.resolve("data/seniority"));
    try (TestAgent agent = TestAgent.start(home)) {
      agent.deployer().reload();
      assertThat(agent.value("z_value")).contains(2.0);
    }
  }

  private static void checkNames(TestAgent agent) throws Exception {
    assertThat(agent.value("z_value")).contains(1.0);
    CollectorStatus loser = collector(agent, "test.a").orElseThrow();
    assertThat(loser.state()).isEqualTo(CollectorState.DUPLICATE);
    assertThat(loser.error()).hasValueSatisfying(it -> assertThat(it).contains("test.z"));
    assertThat(agent.value("metricbay_collector_duplicate_info")).contains(1.0);
  }

  @Test
  void whoWasRefusedHadNothingToKeep() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("a.jar", plugin("x", "1.0.0").set("start", "throw"));
      agent.awaitRefused("a.jar", "1.0.0");
      agent.drop("b.jar", TestJar.plugin("test.b", "1.0.0").set("names", "x").set("value", "2"));
      agent.awaitRunning("b.jar", "1.0.0");
      agent.drop("a.jar", plugin("x", "1.1.0"));
      agent.awaitRunning("a.jar", "1.1.0");
      assertThat(agent.value("x_value")).contains(2.0);
    }
  }

  @Test
  void whoGoesAndComesBackIsTheYounger() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("a.jar", plugin("x", "1.0.0"));
      agent.awaitRunning("a.jar", "1.0.0");
      agent.drop("b.jar", TestJar.plugin("test.b", "1.0.0").set("names", "x").set("value", "2"));
      agent.awaitRunning("b.jar", "1.0.0");
      agent.delete("a.jar");
      agent.awaitValue("x_value", 2);
      agent.drop("a.jar", plugin("x", "1.0.0"));
      agent.awaitRunning("a.jar", "1.0.0");
      assertThat(agent.value("x_value")).contains(2.0);
    }
  }

  private TestAgent withShipped() throws Exception {
    return TestAgent.start(home, Shipped.PROPERTY, CPU + "=cpu-bundle.jar\n");
  }

  @Test
  void aShippedNameIsOnlyThatFiles() throws Exception {
    try (TestAgent agent = withShipped()) {
      agent.drop("evil.jar", TestJar.plugin("test.evil", "1.0.0").set("names", "cpu"));
      agent.awaitRunning("evil.jar", "1.0.0");
      agent.drop("cpu-bundle.jar", TestJar.plugin(CPU, "1.0.0").set("names", "cpu"));
      agent.awaitRunning("cpu-bundle.jar", "1.0.0");
      assertThat(collector(agent, "test.evil").orElseThrow().state())
          .isEqualTo(CollectorState.DUPLICATE);

      agent.drop("a.jar", TestJar.plugin(CPU, "99.0.0").set("names", "cpu").set("value", "2"));
      PluginFile file = agent.awaitState("a.jar", FileState.DUPLICATE);
      assertThat(file.reason().orElseThrow()).startsWith("cpu-bundle.jar is the distribution's");
      assertThat(agent.value("cpu_value")).contains(1.0);
      agent.drop(
          "cpu-bundle.jar", TestJar.plugin(CPU, "99.0.0").set("names", "cpu").set("value", "3"));
      agent.awaitRunning("cpu-bundle.jar", "99.0.0");
      agent.awaitState("a.jar", FileState.DUPLICATE);
      assertThat(agent.value("cpu_value")).contains(3.0);
    }
  }

  @Test
  void aShippedFileThatIsNotWholeYetIsWaitedFor() throws Exception {
    try (TestAgent agent = withShipped()) {
      byte[] jar = TestJar.plugin(CPU, "1.0.0").set("names", "cpu").bytes();
      agent.drop("cpu-bundle.jar", Arrays.copyOf(jar, jar.length / 2));
      agent.awaitFile("cpu-bundle.jar", file -> file.state() != FileState.DEPLOYING);
      agent.drop("a.jar", TestJar.plugin(CPU, "99.0.0").set("names", "cpu"));
      agent.awaitState("a.jar", FileState.DUPLICATE);
      agent.drop("cpu-bundle.jar", jar);
      agent.awaitRunning("cpu-bundle.jar", "1.0.0");
    }
  }

  private static TestJar by(String vendor, String version, int value) {
    return TestJar.plugin("test.x", version)
        .set("names", "x")
        .set("value", Integer.toString(value))
        .header("Bundle-Vendor", vendor);
  }

  @Test
  void ofTwoMakersTheFirstStays() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("x-1.0.jar", by("Acme", "1.0.0", 1));
      agent.awaitRunning("x-1.0.jar", "1.0.0");
      agent.drop("a.jar", by("Other", "2.0.0", 2));
      PluginFile file = agent.awaitState("a.jar", FileState.DUPLICATE);
      assertThat(file.reason().orElseThrow())
          .contains("x-1.0.jar", "Bundle-Vendor Acme", "Bundle-Vendor Other");
      agent.drop("x-1.1.jar", by("Acme", "1.1.0", 3));
      agent.awaitRunning("x-1.1.jar", "1.1.0");
      agent.awaitState("x-1.0.jar", FileState.SHADOWED);
      agent.delete("x-1.0.jar");
      agent.awaitGone("x-1.0.jar");
      age(agent, "a.jar", "2001-01-01T00:00:00Z");
    }
    try (TestAgent agent = TestAgent.start(home)) {
      agent.awaitRunning("x-1.1.jar", "1.1.0");
      agent.awaitState("a.jar", FileState.DUPLICATE);
      // In place, it is an upgrade like any other.
      agent.drop("x-1.1.jar", by("Third", "1.2.0", 4));
      agent.awaitRunning("x-1.1.jar", "1.2.0");
      agent.awaitState("a.jar", FileState.DUPLICATE);
      agent.delete("x-1.1.jar");
      agent.awaitRunning("a.jar", "2.0.0");
      agent.drop("x-1.1.jar", by("Acme", "3.0.0", 3));
      agent.awaitState("x-1.1.jar", FileState.DUPLICATE);
    }
  }

  @Test
  void aSeniorThatFailsForAWhileStaysTheSenior() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("x-1.0.jar", by("Acme", "1.0.0", 4711));
      agent.awaitRunning("x-1.0.jar", "1.0.0");
      agent.drop("a.jar", by("Other", "2.0.0", 2));
      agent.awaitState("a.jar", FileState.DUPLICATE);
    }
    try (Failing failing = new Failing()) {
      failing.fail(4711);
      failsForAWhile(failing);
    }
  }

  private void failsForAWhile(Failing failing) throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.awaitState("x-1.0.jar", FileState.REFUSED);
      agent.awaitState("a.jar", FileState.DUPLICATE);
      failing.recover(4711);
      agent.deployer().restart("x-1.0.jar");
      agent.awaitRunning("x-1.0.jar", "1.0.0");
      agent.awaitState("a.jar", FileState.DUPLICATE);
    }
  }
}
