package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.deploy.FileState;

/** What an operator reads of a plugin that needs what is not there. */
@Timeout(60)
final class MissingRequirementsTest {
  @TempDir private Path home;

  private String reason(TestJar jar) throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("a.jar", jar);
      return agent.awaitState("a.jar", FileState.REFUSED).reason().orElse("");
    }
  }

  @Test
  void aPluginBuiltAgainstTheFirstApiRuns() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("a.jar", TestJar.plugin("test.a", "1.0.0"));
      agent.awaitRunning("a.jar", "1.0.0");
    }
  }

  @Test
  void aPluginThatNeedsANewerApiIsToldBothVersions() throws Exception {
    assertThat(
            reason(
                TestJar.bundle("test.a", "1.0.0")
                    .header("Import-Package", "org.metricbay.api;version=\"[1.9,2)\"")))
        .isEqualTo("needs package org.metricbay.api [1.9.0,2.0.0), but there is 1.1.0");
  }

  @Test
  void namesEachPackageThatNobodyExportsButNoOptionalOne() throws Exception {
    assertThat(
            reason(
                TestJar.bundle("test.a", "1.0.0")
                    .header(
                        "Import-Package",
                        "org.example.a,org.example.b;version=2,"
                            + "org.example.c;resolution:=optional,org.osgi.framework")))
        .isEqualTo(
            "needs package org.example.a, which nobody exports; "
                + "needs package org.example.b 2.0.0, which nobody exports");
  }

  @Test
  void tellsWhichJavaIsNeeded() throws Exception {
    assertThat(
            reason(
                TestJar.bundle("test.a", "1.0.0")
                    .header(
                        "Require-Capability",
                        "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\"")))
        .isEqualTo(
            "needs a newer Java (&(osgi.ee=JavaSE)(version=99)); this is Java "
                + Runtime.version().feature());
  }

  @Test
  void tellsWhichCapabilityIsMissing() throws Exception {
    assertThat(
            reason(
                TestJar.bundle("test.a", "1.0.0")
                    .header("Require-Capability", "org.example.cap;filter:=\"(a=b)\"")))
        .isEqualTo("needs capability org.example.cap (a=b), which nothing has");
  }
}
