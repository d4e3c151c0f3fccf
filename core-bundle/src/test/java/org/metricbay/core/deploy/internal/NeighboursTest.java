package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.deploy.FileState;
import org.metricbay.core.testlib.Lib;

/**
 * Plugins and libraries in the order in which it once went wrong, in reports of others and ours.
 */
@Timeout(60)
final class NeighboursTest {
  private static final String LIB = Lib.class.getPackageName();
  private static final String ALSO = "org.osgi.framework,org.metricbay.api;version=\"[1.0,2)\",";

  @TempDir private Path home;

  private static TestJar user(String version, String range) {
    return TestJar.libraryUser("test.user", version)
        .header("Import-Package", ALSO + LIB + ";version=\"" + range + "\"");
  }

  @Test
  void theLibraryOfALibraryMayGoAndComeBack() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      TestJar annotations =
          TestJar.bundle("test.annotations", "1.0.0").header("Export-Package", "g.annotations");
      agent.drop("annotations.jar", annotations);
      agent.drop("lib.jar", TestJar.library("1.0.0", 1).header("Import-Package", "g.annotations"));
      agent.drop("user.jar", user("1.0.0", "[1,2)"));
      agent.settle();
      assertThat(agent.value("demo_value")).contains(1.0);
      agent.delete("annotations.jar");
      agent.settle();
      assertThat(agent.deployer().counts().restarts()).isZero();
      assertThat(agent.file("lib.jar").orElseThrow().reason())
          .contains("needs package g.annotations, which nobody exports");
      assertThat(agent.file("user.jar").orElseThrow().reason().orElse(""))
          .startsWith("needs package");
      agent.drop("annotations.jar", annotations);
      agent.settle();
      assertThat(agent.value("demo_value")).contains(1.0);
      assertThat(agent.deployer().counts().restarts()).isZero();
    }
  }

  private static TestJar ofCircle(String name, String other, int value) {
    return TestJar.plugin("test." + name, value + ".0.0")
        .header("Export-Package", "g." + name)
        .header("Import-Package", ALSO + "g." + other)
        .set("names", name)
        .set("value", Integer.toString(value));
  }

  @Test
  void aCircleIsUpgradedAndThenRests() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      for (int version = 1; version <= 2; version++) {
        agent.drop("a.jar", ofCircle("a", "b", version));
        agent.drop("b.jar", ofCircle("b", "c", version));
        agent.drop("c.jar", ofCircle("c", "a", version));
        agent.settle();
        for (String name : List.of("a", "b", "c")) {
          agent.awaitRunning(name + ".jar", version + ".0.0");
          assertThat(agent.value(name + "_value")).contains((double) version);
        }
      }
      long restarts = agent.deployer().counts().restarts();
      assertThat(restarts).isLessThanOrEqualTo(9);
      agent.deployer().reload();
      assertThat(agent.deployer().counts().restarts()).isEqualTo(restarts);
    }
  }

  private static TestJar exporter(int value) {
    String version = "1." + value + ".0";
    return TestJar.plugin("test.self", version)
        .copyOf(Lib.class)
        .entry("lib.properties", "value=" + value)
        .header("Export-Package", LIB + ";version=" + version)
        .header("Import-Package", ALSO + LIB + ";version=\"[1,2)\"")
        .set("lib", "true")
        .set("least", Integer.toString(value));
  }

  @Test
  void whoImportsWhatItExportsIsTriedWithItsOwn() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("self.jar", exporter(1));
      agent.awaitRunning("self.jar", "1.1.0");
      agent.drop("self.jar", exporter(2));
      agent.settle();
      agent.awaitRunning("self.jar", "1.2.0");
      assertThat(agent.value("demo_value")).contains(2.0);
      assertThat(agent.deployer().counts().restarts()).isZero();
      assertThat(agent.deployer().counts().refusals()).isZero();
    }
  }

  @Test
  void aLibraryThatIsUpgradedPastItsUserStaysForIt() throws Exception {
    try (TestAgent agent = TestAgent.start(home);
        LogLines log = new LogLines()) {
      agent.drop("lib.jar", TestJar.library("1.0.0", 1));
      agent.drop("user.jar", user("1.0.0", "[1,2)"));
      agent.settle();
      agent.drop("lib.jar", TestJar.library("2.0.0", 2));
      agent.settle();
      agent.awaitRunning("lib.jar", "2.0.0");
      assertThat(agent.value("demo_value")).contains(1.0);
      assertThat(agent.file("lib.jar").orElseThrow().usedBy()).containsExactly("user.jar");
      agent.settle();
      checkStaying(log);
    }
    try (LogLines log = new LogLines();
        TestAgent agent = TestAgent.start(home)) {
      agent.settle();
      assertThat(agent.state("user.jar")).isEqualTo(FileState.RUNNING);
      assertThat(agent.value("demo_value")).contains(1.0);
      assertThat(agent.bundles("test.lib")).hasSize(2);
      checkStaying(log);

      agent.drop("user.jar", user("1.1.0", "[2,3)"));
      agent.settle();
      assertThat(agent.value("demo_value")).contains(2.0);
      assertThat(agent.bundles("test.lib")).as("nobody needs the old one").hasSize(1);
      checkStaying(log);
    }
  }

  /** It is said once, and names the library, its version and its user. */
  private static void checkStaying(LogLines log) {
    assertThat(log.with("needed still"))
        .containsExactly(
            "WARNING lib.jar: test.lib 1.0.0 goes on beside test.lib 2.0.0, as it is needed still by"
                + " test.user 1.0.0 (user.jar)");
  }

  private static TestJar exporting(String name, String version, String imports) {
    return TestJar.bundle("test." + name, version)
        .header("Export-Package", "g." + name + ";version=" + version)
        .header("Import-Package", imports);
  }

  @Test
  void whoHasFromAnotherWhatItExportsGivesItsOwnWhenThatIsNeeded() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("p.jar", exporting("p", "2.0.0", "org.osgi.framework"));
      agent.drop("u.jar", exporting("u", "2.0.0", "g.p;version=\"[1.1,3)\""));
      agent.settle();
      agent.drop("p.jar", exporting("p", "1.0.0", "g.p"));
      agent.settle();
      assertThat(agent.bundles("test.p")).as("one stays, and serves the other too").hasSize(2);

      agent.drop("other.jar", exporting("u", "1.1.0", "g.p;version=\"[1,2)\""));
      agent.drop("u.jar", exporting("u", "2.0.0", "g.u;version=\"[1,2)\""));
      agent.settle();
      for (String file : List.of("p.jar", "u.jar", "other.jar")) {
        assertThat(agent.state(file)).as(file).isEqualTo(FileState.RUNNING);
      }
      assertThat(agent.bundles("test.p")).hasSize(1);
    }
  }

  @Test
  void anOlderLibraryGoesWithItsUserAlsoIfItsFileHoldsThatVersionAgain() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("p.jar", exporting("p", "2.0.0", "org.osgi.framework"));
      agent.drop("u.jar", exporting("u", "1.0.0", "g.p;version=\"[2,3)\""));
      agent.settle();
      agent.drop("p.jar", exporting("p", "1.0.0", "org.osgi.framework,g.u"));
      agent.settle();
      assertThat(agent.bundles("test.p")).hasSize(2);
      agent.drop("p.jar", exporting("p", "2.0.0", "nobody.has.it"));
      agent.delete("u.jar");
      agent.settle();
      assertThat(agent.bundles("test.p")).as("as after a restart").isEmpty();
    }
  }

  @Test
  void twoVersionsOfALibraryServeTheirUsers() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("lib-1.jar", TestJar.library("1.0.0", 1));
      agent.drop("lib-2.jar", TestJar.library("2.0.0", 2));
      agent.drop("user.jar", user("1.0.0", "[1,2)").set("names", "one"));
      agent.drop(
          "other.jar",
          user("1.0.0", "[2,3)").header("Bundle-SymbolicName", "test.other").set("names", "two"));
      agent.settle();
      assertThat(agent.value("one_value")).contains(1.0);
      assertThat(agent.value("two_value")).contains(2.0);
      assertThat(agent.file("lib-1.jar").orElseThrow().usedBy()).containsExactly("user.jar");
      assertThat(agent.file("lib-2.jar").orElseThrow().usedBy()).containsExactly("other.jar");
    }
  }

  @Test
  void whoWasTriedWithAnOldLibraryIsTriedAgainWithTheNewOne() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("lib.jar", TestJar.library("1.1.0", 1));
      agent.drop("user.jar", user("1.1.0", "[1,2)"));
      agent.settle();
      agent.drop("user.jar", user("1.2.0", "[1,2)").set("least", "2"));
      assertThat(agent.awaitRefused("user.jar", "1.2.0")).contains("the library gives only 1.0");
      assertThat(agent.value("demo_value")).contains(1.0);
      agent.drop("lib.jar", TestJar.library("1.2.0", 2));
      agent.awaitRunning("user.jar", "1.2.0");
      assertThat(agent.value("demo_value")).contains(2.0);
    }
  }

  @Test
  void anOptionalImportIsWiredWhenItsPackageComes() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop(
          "user.jar",
          TestJar.libraryUser("test.user", "1.0.0")
              .header("Import-Package", ALSO + LIB + ";resolution:=optional"));
      agent.settle();
      assertThat(agent.value("demo_value")).isEmpty();
      agent.drop("lib.jar", TestJar.library("1.0.0", 7));
      agent.settle();
      assertThat(agent.value("demo_value")).contains(7.0);
      assertThat(agent.deployer().counts().restarts()).isEqualTo(1);
    }
  }

  private static TestJar consumer(String resolution) {
    return TestJar.plugin("test.consumer", "1.0.0")
        .header(
            "Require-Capability",
            "osgi.extender;filter:=\"(osgi.extender=test.weaver)\"" + resolution)
        .set("sees", "test.weaver");
  }

  private static TestJar weaver() {
    return TestJar.plugin("test.weaver", "1.0.0")
        .header("Provide-Capability", "osgi.extender;osgi.extender=test.weaver;version:Version=1.0")
        .set("names", "weaver");
  }

  @Test
  void anExtenderIsActiveBeforeWhoNeedsIt() throws Exception {
    for (String resolution : List.of("", ";resolution:=optional")) {
      try (TestAgent agent = TestAgent.start(home.resolve("at" + resolution.length()))) {
        agent.drop("consumer.jar", consumer(resolution));
        agent.settle();
        agent.drop("weaver.jar", weaver());
        agent.settle();
        assertThat(agent.value("demo_value")).contains(1.0);
      }
    }
  }
}
